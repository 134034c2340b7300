"""Document to questionnaire to statements to commitments."""
