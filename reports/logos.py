"""Makes a picture into a logo for reports: told by content, made anew on white, no larger than paper needs."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from logbook.files.kinds import IMAGE_KINDS, NotAccepted
from logbook.preparing import prepare

# Tried in turn until the file is small enough to lie in every report's data.
BOXES = ((900, 300), (600, 200), (400, 133))
COLOURS = (0, 256)
MOST_BYTES = 100_000
# The lightest grey with a contrast of 3:1 to white (WCAG 2.2, 1.4.11).
LIGHTEST_GREY = 148

NO_PICTURE = "Logotypen ska vara en bild: PNG, JPEG, WebP eller GIF."


@dataclass(frozen=True)
class LogoFile:
    """A logo as PNG; `sent` was its size in pixels, `visible_share` of them stand out from white paper."""

    content: bytes
    width: int
    height: int
    sent: tuple[int, int]
    visible_share: float


def made_logo(file: BinaryIO, name: str) -> LogoFile:
    """The picture on white, re-encoded. Raises NotAccepted for what is no sound still picture."""
    prepared = prepare(file, name)
    if prepared.kind not in IMAGE_KINDS:
        raise NotAccepted(NO_PICTURE)
    with Image.open(prepared.content, formats=[prepared.kind.value]) as image:
        picture = _on_white(image)
    for box in BOXES:
        for colours in COLOURS:
            content = _encoded(picture, box, colours)
            if len(content) <= MOST_BYTES:
                break
        else:
            continue
        break
    with Image.open(BytesIO(content)) as made:
        width, height = made.size
    return LogoFile(content, width, height, picture.size, _visible_share(picture))


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency: reports are white, on the screen as on paper."""
    colours = image.convert("RGBA")
    paper = Image.new("RGBA", colours.size, "white")
    return Image.alpha_composite(paper, colours).convert("RGB")


def _encoded(picture: Image.Image, box: tuple[int, int], colours: int) -> bytes:
    small = picture.copy()
    small.thumbnail(box)
    if colours:
        small = small.quantize(colours)
    out = BytesIO()
    small.save(out, format="PNG", optimize=True)
    return out.getvalue()


def _visible_share(picture: Image.Image) -> float:
    shades = picture.convert("L").histogram()
    return sum(shades[: LIGHTEST_GREY + 1]) / (picture.width * picture.height)
