"""Pure renderers: an answer in, a string out."""
