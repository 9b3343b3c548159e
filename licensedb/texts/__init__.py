"""The text library: normal form, texts by hash, citations."""
