"""Questions in words: tables of phrases per language, names as people write them, and the command line that a question means.

`tokens` takes a question apart, `lexicon` holds the phrases (`en.words`, `ar.words`), `names` and `figures` find models,
licences, numbers and places, `near` puts slips of the pen right, `reading` gives every word a meaning or stops. `turns` levels
turns of speech by what stands beside a word (those of Arabic in `arabic`; of verbs in `handed`, of what stands in the way in
`hindered`, of what a maker did in `makers`, of questions on texts in `texts`, on records in `recorded`). `grammar` makes a
command line of the meanings, by way of `parts`, `amounts`, `joined`, `topics`, `clauses`, `lists` and `acts`; `refused` stops
what no record answers though all its words are known.
Nothing here knows a model or asks a network; names come from whoever holds the records.
"""
