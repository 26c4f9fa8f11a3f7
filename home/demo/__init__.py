"""Demo data: a made-up region with people, organisations and cases, told as stories."""
