"""The tables (SQLModel). Booleans are integers, money is in minor units, dates are ISO text, so that any database will do.

`record` columns hold the frozen record as JSON: reading is on the hot path of every command, and takes that one column.
"""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """Base of all tables: constraints are named by convention."""

    metadata = MetaData(naming_convention=NAMING)


class Meta(Table, table=True):
    """What the database is made of: data version, digest of the seeds, folders of own records."""

    key: str = Field(primary_key=True)
    value: str


class Licence(Table, table=True):
    id: str = Field(primary_key=True)
    kind: str = Field(index=True)
    name: str
    licensor: str
    family: str | None
    published: str | None
    reviewed: str
    confidence: str
    at_hand: int
    address: str | None
    record: str


class Identifier(Table, table=True):
    """Names of licences and models in any scheme; `folded` is the name as it is looked up."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    record: str = Field(index=True)
    scheme: str
    value: str
    folded: str = Field(index=True)


class Incorporation(Table, table=True):
    licence_id: str = Field(primary_key=True, foreign_key="licence.id")
    policy_id: str = Field(primary_key=True, foreign_key="licence.id")
    position: int


class Citation(Table, table=True):
    id: int | None = Field(default=None, primary_key=True)
    document_id: str = Field(foreign_key="licence.id", index=True)
    section: str
    first_word: int | None
    last_word: int | None
    sha256: str | None
    state: str
    verified: str | None


class Rule(Table, table=True):
    id: int | None = Field(default=None, primary_key=True)
    document_id: str = Field(foreign_key="licence.id", index=True)
    name: str
    kind: str
    duty: str | None
    route: str | None
    text: str | None
    place: str | None
    rate: str | None
    note: str | None
    disputed: str | None
    citation_id: int = Field(foreign_key="citation.id")


class RuleAct(Table, table=True):
    __tablename__ = "rule_act"
    rule_id: int = Field(primary_key=True, foreign_key="rule.id")
    act: str = Field(primary_key=True)


class RuleCondition(Table, table=True):
    """One test: `side` is when or unless; of rows with one `alternative` all must hold."""

    __tablename__ = "rule_condition"
    id: int | None = Field(default=None, primary_key=True)
    rule_id: int = Field(foreign_key="rule.id", index=True)
    side: str
    alternative: int
    operand: str
    flag: int | None
    comparison: str | None
    value: int | None
    currency: str | None
    over: str | None
    period: str | None
    date: str | None
    any_of: str | None


class Provision(Table, table=True):
    document_id: str = Field(primary_key=True, foreign_key="licence.id")
    key: str = Field(primary_key=True)
    value: str
    note: str | None
    disputed: str | None
    citation_id: int = Field(foreign_key="citation.id")


class Model(Table, table=True):
    id: str = Field(primary_key=True)
    name: str
    developer: str = Field(index=True)
    family: str | None
    hub: str | None
    released: str | None
    parameters: int | None
    modalities: str
    record: str


class ModelLicence(Table, table=True):
    __tablename__ = "model_licence"
    id: int | None = Field(default=None, primary_key=True)
    model_id: str = Field(foreign_key="model.id", index=True)
    licence_id: str = Field(foreign_key="licence.id", index=True)
    covers: str
    first_day: str | None
    last_day: str | None
    together: str | None
    confidence: str
    source: str | None


class ModelBase(Table, table=True):
    __tablename__ = "model_base"
    id: int | None = Field(default=None, primary_key=True)
    model_id: str = Field(foreign_key="model.id", index=True)
    base_id: str | None = Field(foreign_key="model.id")
    name: str | None
    relation: str
    relicensed: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class Component(Table, table=True):
    model_id: str = Field(primary_key=True, foreign_key="model.id")
    component: str = Field(primary_key=True)
    release: str


class Claim(Table, table=True):
    id: str = Field(primary_key=True)
    subject: str
    statement: str
    record: str


class Answer(Table, table=True):
    """A question answered. `value` is JSON; `word`, `flag` and `number` hold it plainly, where it is one of these."""

    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    question: str = Field(primary_key=True)
    value: str
    word: str | None
    flag: int | None
    number: int | None
    section: str | None
    document: str | None
    state: str
    confidence: str
    record: str
