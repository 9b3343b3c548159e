"""The closed lists licensedb speaks in, aligned with W3C ODRL 2.2; each term is declared here and nowhere else."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """What someone does: with weights, with outputs, or besides."""

    RUN = "run"
    MODIFY = "modify"
    REDISTRIBUTE = "redistribute"
    DISTRIBUTE_DERIVATIVES = "distribute-derivatives"
    HOST = "host"
    USE_OUTPUTS = "use-outputs"
    PUBLISH_OUTPUTS = "publish-outputs"
    TRAIN_ON_OUTPUTS = "train-on-outputs"
    IMPROVE_OTHER_MODEL = "improve-other-model"
    PUBLISH_RESULTS = "publish-results"
    SUBLICENSE = "sublicense"
    USE_TRADEMARK = "use-trademark"


WEIGHT_ACTS = (Act.RUN, Act.MODIFY, Act.REDISTRIBUTE, Act.DISTRIBUTE_DERIVATIVES, Act.HOST)
OUTPUT_ACTS = (Act.USE_OUTPUTS, Act.PUBLISH_OUTPUTS, Act.TRAIN_ON_OUTPUTS)
ACT_GROUPS = {"weights": WEIGHT_ACTS, "outputs": OUTPUT_ACTS, "all": WEIGHT_ACTS + OUTPUT_ACTS}


class Verdict(StrEnum):
    """The answer to "may I"; all but `depends` are ranked, best first."""

    ALLOWED = "allowed"
    WITH_DUTIES = "with-duties"
    SILENT = "silent"
    ON_REQUEST = "on-request"
    FORBIDDEN = "forbidden"
    DEPENDS = "depends"


RANKED = (Verdict.ALLOWED, Verdict.WITH_DUTIES, Verdict.SILENT, Verdict.ON_REQUEST, Verdict.FORBIDDEN)
GRANTS = (Verdict.ALLOWED, Verdict.WITH_DUTIES)
REFUSALS = (Verdict.ON_REQUEST, Verdict.FORBIDDEN)


class Route(StrEnum):
    """A way to more rights that a text names."""

    REGISTRATION = "registration"
    SEPARATE_LICENCE = "separate-licence"


class Operand(StrEnum):
    """What a condition may speak of."""

    COMMERCIAL = "commercial"
    PRODUCTION = "production"
    MODIFIED = "modified"
    COMPETITOR = "competitor"
    USE = "use"
    OFFERING = "offering"
    LICENSEE = "licensee"
    TARGET = "target"
    RECEIVED = "received"
    TERRITORY = "territory"
    DOMICILE = "domicile"
    PURPOSE = "purpose"
    MODEL_MODALITY = "model-modality"
    MODEL_FAMILY = "model-family"
    MONTHLY_ACTIVE_USERS = "monthly-active-users"
    MONTHLY_UNIQUE_USERS = "monthly-unique-users"
    DAILY_ACTIVE_USERS = "daily-active-users"
    DEPLOYED_DEVICES = "deployed-devices"
    ANNUAL_REVENUE = "annual-revenue"
    MONTHLY_REVENUE = "monthly-revenue"
    ATTRIBUTABLE_REVENUE = "attributable-revenue"
    LICENCE_VERSION = "licence-version"  # of a family whose version is not told; no condition names it


STATED_OPERANDS = tuple(operand for operand in Operand if operand is not Operand.LICENCE_VERSION)
BOOLEAN_OPERANDS = (Operand.COMMERCIAL, Operand.PRODUCTION, Operand.MODIFIED, Operand.COMPETITOR)
USER_OPERANDS = (Operand.MONTHLY_ACTIVE_USERS, Operand.MONTHLY_UNIQUE_USERS, Operand.DAILY_ACTIVE_USERS)
REVENUE_OPERANDS = (Operand.ANNUAL_REVENUE, Operand.MONTHLY_REVENUE, Operand.ATTRIBUTABLE_REVENUE)
FIGURE_OPERANDS = (*USER_OPERANDS, Operand.DEPLOYED_DEVICES, *REVENUE_OPERANDS)
PLACE_OPERANDS = (Operand.TERRITORY, Operand.DOMICILE)
SET_OPERANDS = (Operand.TERRITORY, Operand.DOMICILE, Operand.PURPOSE, Operand.MODEL_MODALITY, Operand.MODEL_FAMILY)

MODEL_FACTS = (Operand.MODEL_MODALITY, Operand.MODEL_FAMILY)

# Of two figures the first is never more than the second (design section 3: what a cell may assume).
AT_MOST = {
    Operand.DAILY_ACTIVE_USERS: Operand.MONTHLY_ACTIVE_USERS,
    Operand.MONTHLY_UNIQUE_USERS: Operand.MONTHLY_ACTIVE_USERS,
    Operand.MONTHLY_REVENUE: Operand.ANNUAL_REVENUE,
    Operand.ATTRIBUTABLE_REVENUE: Operand.ANNUAL_REVENUE,
}


class Use(StrEnum):
    """What kind of activity the use belongs to."""

    RESEARCH = "research"
    EVALUATION = "evaluation"
    EDUCATION = "education"
    PERSONAL = "personal"
    CHARITY = "charity"
    INTERNAL_OPERATIONS = "internal-operations"
    PRODUCT = "product"
    SERVICE = "service"


class Offering(StrEnum):
    """In which form others meet the model."""

    INTERNAL = "internal"
    EMBEDDED_PRODUCT = "embedded-product"
    MODEL_API = "model-api"


class Licensee(StrEnum):
    """Who asks."""

    INDIVIDUAL = "individual"
    COMPANY = "company"
    NON_PROFIT = "non-profit"
    ACADEMIC = "academic"
    GOVERNMENT = "government"
    CLOUD_PROVIDER = "cloud-provider"


class Target(StrEnum):
    """The other model: one that could stand in for this one, or one of another kind."""

    SAME_KIND = "same-kind"
    OTHER_KIND = "other-kind"


class Received(StrEnum):
    """How the weights came to the licensee."""

    FROM_LICENSOR = "from-licensor"
    INSIDE_A_PRODUCT = "inside-a-product"
    THROUGH_A_SERVICE = "through-a-service"


class Over(StrEnum):
    """Whose figure is counted, smallest first."""

    PRODUCT = "product"
    LICENSEE = "licensee"
    GROUP = "group"


class Purpose(StrEnum):
    """Restricted purposes; extended as texts need it."""

    MILITARY = "military"
    WEAPONS = "weapons"
    NUCLEAR = "nuclear"
    ESPIONAGE = "espionage"
    SURVEILLANCE = "surveillance"
    BIOMETRIC_IDENTIFICATION = "biometric-identification"
    BIOMETRIC_PROCESSING = "biometric-processing"
    EMOTION_RECOGNITION = "emotion-recognition"
    LAW_ENFORCEMENT = "law-enforcement"
    IMMIGRATION = "immigration"
    CRITICAL_INFRASTRUCTURE = "critical-infrastructure"
    HEAVY_MACHINERY = "heavy-machinery"
    MEDICAL_ADVICE = "medical-advice"
    MEDICAL_DEVICE = "medical-device"
    LEGAL_ADVICE = "legal-advice"
    FINANCIAL_ADVICE = "financial-advice"
    UNLICENSED_PROFESSION = "unlicensed-profession"
    AUTOMATED_DECISIONS = "automated-decisions"
    HIGH_RISK_DECISIONS = "high-risk-decisions"
    SOCIAL_SCORING = "social-scoring"
    DISINFORMATION = "disinformation"
    ELECTION_INTERFERENCE = "election-interference"
    POLITICAL_CAMPAIGNING = "political-campaigning"
    IMPERSONATION = "impersonation"
    UNDISCLOSED_AI = "undisclosed-ai"
    HARASSMENT = "harassment"
    DEFAMATION = "defamation"
    HATE = "hate"
    DISCRIMINATION = "discrimination"
    EXPLOITING_MINORS = "exploiting-minors"
    EXPLOITING_VULNERABLE_GROUPS = "exploiting-vulnerable-groups"
    HUMAN_TRAFFICKING = "human-trafficking"
    SEXUAL_CONTENT = "sexual-content"
    SEXUAL_SOLICITATION = "sexual-solicitation"
    NON_CONSENSUAL_IMAGERY = "non-consensual-imagery"
    VIOLENCE = "violence"
    TERRORISM = "terrorism"
    ENDANGERING_NATIONAL_SECURITY = "endangering-national-security"
    SELF_HARM = "self-harm"
    HARMING_OTHERS = "harming-others"
    CRIME = "crime"
    FRAUD = "fraud"
    SPAM = "spam"
    FAKE_ENGAGEMENT = "fake-engagement"
    MALWARE = "malware"
    CONTROLLED_SUBSTANCES = "controlled-substances"
    GAMBLING = "gambling"
    PRIVACY_VIOLATION = "privacy-violation"
    IP_INFRINGEMENT = "ip-infringement"
    CIRCUMVENTING_SAFEGUARDS = "circumventing-safeguards"
    MODEL_EXTRACTION = "model-extraction"


# Broken law or broken rights of others by their very names: to bar these alone is no more than "obey the law".
UNLAWFUL_ANYWAY = (Purpose.CRIME, Purpose.IP_INFRINGEMENT, Purpose.PRIVACY_VIOLATION, Purpose.DEFAMATION)


class Duty(StrEnum):
    """Something to do; performance duties come first, standing obligations last."""

    PROVIDE_LICENCE_COPY = "provide-licence-copy"
    KEEP_NOTICES = "keep-notices"
    INCLUDE_NOTICE = "include-notice"
    STATE_CHANGES = "state-changes"
    SAME_LICENCE = "same-licence"
    NO_ADDED_TERMS = "no-added-terms"
    PASS_ON_RESTRICTIONS = "pass-on-restrictions"
    DISPLAY_ATTRIBUTION = "display-attribution"
    NAME_RULE = "name-rule"
    CREDIT_IN_PUBLICATIONS = "credit-in-publications"
    NOTIFY_USERS = "notify-users"
    MARK_GENERATED = "mark-generated"
    KEEP_DOCUMENTATION = "keep-documentation"
    DISCLOSE_SOURCE = "disclose-source"
    NOTIFY_LICENSOR = "notify-licensor"
    PAY = "pay"
    FOLLOW_USE_POLICY = "follow-use-policy"
    INDEMNIFY = "indemnify"
    OBEY_LAW = "obey-law"
    KEEP_SAFEGUARDS = "keep-safeguards"
    KEEP_UPDATED = "keep-updated"
    FILTER_OUTPUTS = "filter-outputs"


STANDING = (Duty.FOLLOW_USE_POLICY, Duty.INDEMNIFY, Duty.OBEY_LAW, Duty.KEEP_SAFEGUARDS, Duty.KEEP_UPDATED, Duty.FILTER_OUTPUTS)


class Provision(StrEnum):
    """Facts of a text that are no rules."""

    PATENT_GRANT = "patent-grant"
    LITIGATION_TERMINATION = "litigation-termination"
    OUTPUTS_OWNED_BY = "outputs-owned-by"
    DERIVATIVES_OWNED_BY = "derivatives-owned-by"
    GRANT_BACK = "grant-back"
    GOVERNING_LAW = "governing-law"
    VENUE = "venue"
    MAY_CHANGE = "may-change"
    TERMINATION = "termination"
    REVOCABLE = "revocable"
    WARRANTY_DISCLAIMED = "warranty-disclaimed"
    LIABILITY_LIMITED = "liability-limited"
    DERIVATIVE_FINE_TUNE = "derivative-fine-tune"
    DERIVATIVE_ADAPTER = "derivative-adapter"
    DERIVATIVE_MERGE = "derivative-merge"
    DERIVATIVE_QUANTISATION = "derivative-quantisation"
    DERIVATIVE_DISTILLATION_FROM_OUTPUTS = "derivative-distillation-from-outputs"
    DERIVATIVE_DISTILLATION_FROM_WEIGHTS = "derivative-distillation-from-weights"


BOOLEAN_PROVISIONS = (
    Provision.PATENT_GRANT,
    Provision.GRANT_BACK,
    Provision.REVOCABLE,
    Provision.WARRANTY_DISCLAIMED,
    Provision.LIABILITY_LIMITED,
    Provision.DERIVATIVE_FINE_TUNE,
    Provision.DERIVATIVE_ADAPTER,
    Provision.DERIVATIVE_MERGE,
    Provision.DERIVATIVE_QUANTISATION,
    Provision.DERIVATIVE_DISTILLATION_FROM_OUTPUTS,
    Provision.DERIVATIVE_DISTILLATION_FROM_WEIGHTS,
)
# Provisions whose value is one of a few words; the others hold a name (of a law, of courts).
PROVISION_VALUES = {
    Provision.LITIGATION_TERMINATION: ("licence", "patent-licence"),
    Provision.OUTPUTS_OWNED_BY: ("licensor-disclaims", "licensor", "licensee"),
    Provision.DERIVATIVES_OWNED_BY: ("licensor", "licensee"),
    Provision.MAY_CHANGE: ("terms", "policy", "model", "remote-restriction"),
    Provision.TERMINATION: ("on-breach", "at-will", "on-notice"),
}


class Likeness(StrEnum):
    """How a file stands to the licence text it is likest to."""

    EXACT = "exact"
    REFORMATTED = "reformatted"
    MODIFIED = "modified"
    TRUNCATED = "truncated"
    CLOSE = "close"
    UNKNOWN = "unknown"


NAMED = (Likeness.EXACT, Likeness.REFORMATTED, Likeness.MODIFIED, Likeness.TRUNCATED)


class Family(StrEnum):
    """Kinds of licences."""

    PERMISSIVE = "permissive"
    COPYLEFT = "copyleft"
    RESPONSIBLE_USE = "responsible-use"
    COMMUNITY = "community"
    RESEARCH = "research"
    PROPRIETARY = "proprietary"


class Relation(StrEnum):
    """How a model was made from its base: the Hub's `base_model_relation` and two of our own."""

    FINETUNE = "finetune"
    ADAPTER = "adapter"
    MERGE = "merge"
    QUANTIZED = "quantized"
    COMPONENT = "component"
    DISTILLED = "distilled"


class FindingKind(StrEnum):
    """What lineage finds between a model's declared licence and the terms of what it was made from."""

    MORE_PERMISSIVE = "more-permissive-than-base"
    CANNOT_BE_RELICENSED = "cannot-be-relicensed"
    DROPPED_DUTY = "dropped-duty"
    INHERITS = "inherits"


CONFLICTS = (FindingKind.MORE_PERMISSIVE, FindingKind.CANNOT_BE_RELICENSED, FindingKind.DROPPED_DUTY)


class Modality(StrEnum):
    """What a model reads or makes; `multimodal` says that its maker calls it so."""

    TEXT = "text"
    CODE = "code"
    IMAGE = "image"
    AUDIO = "audio"
    SPEECH = "speech"
    VIDEO = "video"
    EMBEDDING = "embedding"
    THREE_D = "3d"
    MULTIMODAL = "multimodal"


class Component(StrEnum):
    """The 17 rows of the Model Openness Framework 1.0."""

    ARCHITECTURE = "architecture"
    WEIGHTS = "weights"
    TECHNICAL_REPORT = "technical-report"
    EVALUATION_RESULTS = "evaluation-results"
    MODEL_CARD = "model-card"
    DATA_CARD = "data-card"
    SAMPLE_OUTPUTS = "sample-outputs"
    TRAINING_CODE = "training-code"
    INFERENCE_CODE = "inference-code"
    EVALUATION_CODE = "evaluation-code"
    EVALUATION_DATA = "evaluation-data"
    LIBRARIES = "libraries"
    DATASETS = "datasets"
    PREPROCESSING_CODE = "preprocessing-code"
    RESEARCH_PAPER = "research-paper"
    INTERMEDIATE_WEIGHTS = "intermediate-weights"
    METADATA = "metadata"


# Of each row of the framework: code, data or document; the class from which on it counts; whether that class needs it.
COMPONENTS: dict[Component, tuple[str, str, bool]] = {
    Component.ARCHITECTURE: ("code", "III", True),
    Component.WEIGHTS: ("data", "III", True),
    Component.TECHNICAL_REPORT: ("document", "III", True),
    Component.EVALUATION_RESULTS: ("document", "III", True),
    Component.MODEL_CARD: ("document", "III", True),
    Component.DATA_CARD: ("document", "III", True),
    Component.SAMPLE_OUTPUTS: ("document", "III", False),
    Component.TRAINING_CODE: ("code", "II", True),
    Component.INFERENCE_CODE: ("code", "II", True),
    Component.EVALUATION_CODE: ("code", "II", True),
    Component.EVALUATION_DATA: ("data", "II", True),
    Component.LIBRARIES: ("code", "II", False),
    Component.DATASETS: ("data", "I", True),
    Component.PREPROCESSING_CODE: ("code", "I", True),
    Component.RESEARCH_PAPER: ("document", "I", True),
    Component.INTERMEDIATE_WEIGHTS: ("data", "I", True),
    Component.METADATA: ("data", "I", False),
}


class OpennessClass(StrEnum):
    """The classes of the Model Openness Framework, from none up."""

    NONE = "none"
    III = "III"
    II = "II"
    I = "I"  # noqa: E741


class Standing(StrEnum):
    """How a component stands to the framework: only what is released whole and under an open licence counts."""

    OPEN = "open"
    NOT_OPEN = "not-open"
    UNLICENSED = "unlicensed"
    LICENCE_UNKNOWN = "licence-unknown"
    PARTIAL = "partial"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"


class Fulfilment(StrEnum):
    """Whether a requirement of the Open Source AI Definition is met, as far as records tell."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"


# What an act may be claimed to be: granted or refused by whatever verdict, or one verdict exactly.
GRANTED, REFUSED = "granted", "refused"
ACT_CLAIMS = (GRANTED, REFUSED, *map(str, Verdict))


class ClaimVerdict(StrEnum):
    """How a statement stands to the texts."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    CONTRADICTED = "contradicted"
    NOT_CHECKABLE = "not-checkable"


class Release(StrEnum):
    """Whether a component is there for everyone."""

    RELEASED = "released"
    PARTIAL = "partial"
    WITHHELD = "withheld"


class Confidence(StrEnum):
    """How sure a record is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class State(StrEnum):
    """How far a citation has been held against its text; or why there is none."""

    VERIFIED_HERE = "verified here"
    UNLISTED_EDITION = "unlisted edition"  # found here, in a text that holds all cited passages and is no listed edition
    VERIFIED_BY_CURATORS = "verified by curators"
    SECTION_ONLY = "section only"
    POLICY_NOT_AT_HAND = "policy not at hand"
    NOT_RECORDED = "not recorded"


# ISO 3166-1 codes of the members of the European Union, and of its outlying parts that carry codes of their own and in
# which the Treaties apply (French Guiana, Guadeloupe, Martinique, Mayotte, Réunion, Saint Martin, Åland).
EU = tuple("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
EU_OUTLYING = tuple("GF GP MQ YT RE MF AX".split())
COUNTRIES = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO "
    "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE "
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO "
    "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW "
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM "
    "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split()
)
PLACE_GROUPS = {"EU": EU + EU_OUTLYING}
# The currencies of the European Central Bank's reference rates (seeds/rates.yaml).
CURRENCIES = tuple(
    "USD EUR CNY GBP JPY KRW INR CHF CAD AUD BRL CZK DKK HKD HUF IDR ILS ISK MXN MYR NOK NZD PHP PLN RON SEK SGD THB TRY ZAR".split()
)


class Question(StrEnum):
    """The comparison questions (design section 4), in the order of a table."""

    USE_COMMERCIALLY = "use-commercially"
    MODIFY = "modify"
    REDISTRIBUTE = "redistribute"
    DISTRIBUTE_DERIVATIVES = "distribute-derivatives"
    HOST_SERVICE = "host-service"
    USE_OUTPUTS = "use-outputs"
    TRAIN_OTHER_MODELS = "train-other-models"
    USER_CAP = "user-cap"
    REVENUE_CAP = "revenue-cap"
    DISPLAY_ATTRIBUTION = "display-attribution"
    DERIVATIVE_NAME_RULE = "derivative-name-rule"
    PROVIDE_LICENCE_COPY = "provide-licence-copy"
    STATE_CHANGES = "state-changes"
    SAME_LICENCE = "same-licence"
    NOTICE_FILE = "notice-file"
    USE_RESTRICTIONS = "use-restrictions"
    PASS_ON_RESTRICTIONS = "pass-on-restrictions"
    EXCLUDED_TERRITORIES = "excluded-territories"
    PATENT_GRANT = "patent-grant"
    LITIGATION_TERMINATION = "litigation-termination"
    OUTPUTS_OWNED_BY = "outputs-owned-by"
    GOVERNING_LAW = "governing-law"
    LICENSEE_INDEMNIFIES = "licensee-indemnifies"
    LICENSOR_MAY_CHANGE = "licensor-may-change"
    REGISTRATION_REQUIRED = "registration-required"
    MILITARY_USE = "military-use"


# The act behind each verdict question, and the operands it fixes or takes the best over.
VERDICT_QUESTIONS = {
    Question.USE_COMMERCIALLY: Act.RUN,
    Question.MODIFY: Act.MODIFY,
    Question.REDISTRIBUTE: Act.REDISTRIBUTE,
    Question.DISTRIBUTE_DERIVATIVES: Act.DISTRIBUTE_DERIVATIVES,
    Question.HOST_SERVICE: Act.HOST,
    Question.USE_OUTPUTS: Act.USE_OUTPUTS,
    Question.TRAIN_OTHER_MODELS: Act.TRAIN_ON_OUTPUTS,
}
BEST_OVER_QUESTIONS = (Question.MODIFY, Question.REDISTRIBUTE, Question.DISTRIBUTE_DERIVATIVES)

# Profiles: who asks, as operands of a scenario. What a profile leaves out stays open. Money in minor units of a currency.
SMALL_COMPANY = "small-company"
_SMALL = {
    "commercial": True,
    "production": True,
    "use": Use.PRODUCT,
    "offering": Offering.MODEL_API,
    "target": Target.SAME_KIND,
    "modified": False,
    "territory": ("US",),
    "domicile": ("US",),
}
PROFILES: dict[str, dict[str, object]] = {
    SMALL_COMPANY: {
        **_SMALL,
        "licensee": Licensee.COMPANY,
        "figures": (
            (Operand.MONTHLY_ACTIVE_USERS, 100_000, None),
            (Operand.DEPLOYED_DEVICES, 0, None),
            (Operand.ANNUAL_REVENUE, 100_000_00, "USD"),
        ),
    },
    "startup": {
        **_SMALL,
        "licensee": Licensee.COMPANY,
        "figures": (
            (Operand.MONTHLY_ACTIVE_USERS, 2_000_000, None),
            (Operand.DEPLOYED_DEVICES, 0, None),
            (Operand.ANNUAL_REVENUE, 5_000_000_00, "USD"),
        ),
    },
    "enterprise": {
        **_SMALL,
        "licensee": Licensee.COMPANY,
        "territory": ("US", "EU", "GB", "KR", "JP"),
        "figures": (
            (Operand.MONTHLY_ACTIVE_USERS, 20_000_000, None),
            (Operand.ANNUAL_REVENUE, 5_000_000_000_00, "USD"),
        ),
    },
    "cloud-provider": {
        **_SMALL,
        "use": Use.SERVICE,
        "licensee": Licensee.CLOUD_PROVIDER,
        "territory": ("US", "EU", "GB", "KR", "JP"),
        "figures": (
            (Operand.MONTHLY_ACTIVE_USERS, 800_000_000, None),
            (Operand.ANNUAL_REVENUE, 50_000_000_000_00, "USD"),
        ),
    },
    "university": {
        "commercial": False,
        "production": False,
        "use": Use.RESEARCH,
        "offering": Offering.INTERNAL,
        "licensee": Licensee.ACADEMIC,
        "target": Target.SAME_KIND,
        "modified": False,
        "territory": ("US",),
        "domicile": ("US",),
        "figures": (
            (Operand.MONTHLY_ACTIVE_USERS, 10_000, None),
            (Operand.DEPLOYED_DEVICES, 0, None),
        ),
    },
    "hobbyist": {
        "commercial": False,
        "production": False,
        "use": Use.PERSONAL,
        "offering": Offering.INTERNAL,
        "licensee": Licensee.INDIVIDUAL,
        "target": Target.SAME_KIND,
        "modified": False,
        "territory": ("US",),
        "domicile": ("US",),
        "figures": (
            (Operand.MONTHLY_ACTIVE_USERS, 100, None),
            (Operand.DEPLOYED_DEVICES, 0, None),
            (Operand.ANNUAL_REVENUE, 0, "USD"),
        ),
    },
    "government": {
        "commercial": False,
        "production": True,
        "use": Use.INTERNAL_OPERATIONS,
        "offering": Offering.INTERNAL,
        "licensee": Licensee.GOVERNMENT,
        "target": Target.SAME_KIND,
        "modified": False,
        "territory": ("US",),
        "domicile": ("US",),
        "figures": (
            (Operand.MONTHLY_ACTIVE_USERS, 1_000_000, None),
            (Operand.DEPLOYED_DEVICES, 0, None),
            (Operand.ANNUAL_REVENUE, 0, "USD"),
        ),
    },
}


class Joining(StrEnum):
    """How models, or data and a model, are brought together (`combine --as`)."""

    MERGE = "merge"
    ADAPTER = "adapter"
    DISTIL = "distil"
    ENSEMBLE = "ensemble"
    TRAIN = "train"


class Outcoming(StrEnum):
    """What is done with the result (`combine --do`)."""

    KEEP = "keep"
    PUBLISH = "publish"
    SELL = "sell"
    HOST = "host"
    GENERATE = "generate"


class PartRole(StrEnum):
    """What a part is to the result."""

    MERGED = "merged"
    ADAPTED = "adapted"
    TEACHER = "teacher"
    COMPONENT = "component"
    DATA = "data"
    CHANGED = "changed"  # the student, the adapter or the trained model that the result grows out of


class JoinReading(StrEnum):
    """A way to read what the result is; where the law or a text is unsettled there are two."""

    BETTERS_ANOTHER = "betters-another"  # a merge makes each other part better
    DERIVATIVE = "derivative"  # the result is a derivative of the part
    NO_DERIVATIVE = "no-derivative"
    SIDE_BY_SIDE = "side-by-side"
    ONE_WORK = "one-work"


# The reading that an answer takes, and the other one beside it. Lineage takes the same: an adapter alone and a student are
# derivatives where the text says so. Of data the cautious reading is taken, on which a model derives from what it was trained on.
JOIN_READINGS = {
    Joining.MERGE: (JoinReading.BETTERS_ANOTHER, JoinReading.DERIVATIVE),
    Joining.ADAPTER: (JoinReading.NO_DERIVATIVE, JoinReading.DERIVATIVE),
    Joining.DISTIL: (JoinReading.NO_DERIVATIVE, JoinReading.DERIVATIVE),
    Joining.ENSEMBLE: (JoinReading.SIDE_BY_SIDE, JoinReading.ONE_WORK),
    Joining.TRAIN: (JoinReading.DERIVATIVE, JoinReading.NO_DERIVATIVE),
}


class ClashKind(StrEnum):
    """Why parts cannot be brought together, or the result not be given out as planned."""

    SHARE_ALIKE = "share-alike"  # two parts ask for different licences on the whole
    ADDED_TERMS = "added-terms"  # a part asks for its own licence, which cannot hold what another part asks for
    NAMES = "names"  # two rules on how the name begins
    OTHER_MODELS = "other-models"  # a ban on making or bettering other models
    NO_DERIVATIVES = "no-derivatives"
    FIELD = "field"  # research or non-commercial terms against the plan
    LIMIT = "limit"  # a cap, a place or a purpose of the plan
    NOT_GRANTED = "not-granted"
