"""Write the tables of phrases as they are read at start-up: `python -m licensedb.wording`, after a change of a `.words` file."""

from licensedb.wording.lexicon import LANGUAGES, compiled, table_of

for language in LANGUAGES:
    compiled(language).write_bytes(table_of(language))
