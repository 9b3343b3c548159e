"""Questions in words: tables of phrases per language, names as people write them, and the command line that a question means.

`tokens` takes a question apart, `lexicon` holds the phrases (`en.words`, `ar.words`), `names` and `figures` find models,
licences, numbers and places, `reading` gives every word a meaning or stops, `grammar` makes a command line of the meanings.
Nothing here knows a model or asks a network; names come from whoever holds the records.
"""
