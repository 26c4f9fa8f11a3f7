"""The provisions that masking in a case most often rests on, with what each is about."""

import re

# Offentlighets- och sekretesslagen (2009:400); see the domain facts §6.2.
PROVISIONS = {
    "OSL 31 kap. 16 §": "företags affärer och drift i en affärsförbindelse med kommunen",
    "OSL 19 kap. 1 §": "kommunens egen affärsverksamhet",
    "OSL 19 kap. 3 §": "kommunens förhandlingar och upphandling",
    "OSL 21 kap. 1 §": "hälsa och sexualliv",
    "OSL 21 kap. 7 §": "personuppgifter som kan komma att behandlas fel",
}
OTHER = "ANNAT"
# "OSL 39 kap. 2 §", and which paragraph of it.
_PROVISION = re.compile(r"OSL \d{1,2} kap\. \d{1,2}(?: [a-z])? §(?: [a-zåäö0-9 ]{1,40})?")


def is_provision(text: str) -> bool:
    return bool(_PROVISION.fullmatch(text))
