"""German words: forms, lemmas, compounds, sentences and tags; the only room that touches the language packages."""
