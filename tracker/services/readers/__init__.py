"""What readers see: frozen values, made from what people accepted, judged relevant and published, and nothing else."""
