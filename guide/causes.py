"""What can set a restructuring going: the event at the employer."""

from django.db.models import TextChoices


class Cause(TextChoices):
    """What has happened at the employer."""

    NOTICE = "NOTICE", "Varsel"
    CLOSURE = "CLOSURE", "Nedläggning"
    RELOCATION = "RELOCATION", "Flytt av verksamhet"
    DOWNSIZING = "DOWNSIZING", "Neddragning"
    BANKRUPTCY = "BANKRUPTCY", "Konkurs"
    ESTABLISHMENT = "ESTABLISHMENT", "Etablering"
