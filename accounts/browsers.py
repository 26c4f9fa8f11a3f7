"""Which browser on what, in words, from a User-Agent header."""

# In this order: Edge and Opera also call themselves Chrome, Chrome calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
DEVICES = (
    ("iPhone", "Iphone"),
    ("iPad", "Ipad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def browser_words(user_agent: str) -> str:
    """For example "Firefox på Windows"; "Okänd webbläsare" when nothing is recognised."""
    browser = next((words for mark, words in BROWSERS if mark in user_agent), "Okänd webbläsare")
    device = next((words for mark, words in DEVICES if mark in user_agent), "")
    return f"{browser} på {device}" if device else browser
