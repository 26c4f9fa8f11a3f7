"""Makes a picture anew from its pixels: upright, without place, camera or any other hidden data."""

import logging
import threading
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from PIL import Image, ImageCms, ImageFile, ImageOps

from logbook.files.kinds import SMALL_SIDE, FileKind, NotAccepted, not_allowed

logger = logging.getLogger(__name__)

# 8,000 by 8,000; the largest cameras in phones give 50 million by default.
MOST_PIXELS = 64_000_000

Image.MAX_IMAGE_PIXELS = MOST_PIXELS

BROKEN = "Bilden är skadad eller inte hel. Spara den på nytt och bifoga den igen."
TOO_LARGE = "Bilden har för många bildpunkter. Gör den mindre, högst 64 miljoner punkter."

# An open picture takes hundreds of megabytes, so a process opens one at a time.
_one_at_a_time = threading.Lock()
_SAVING: dict[FileKind, dict[str, Any]] = {
    FileKind.JPEG: {"quality": 88, "optimize": True},
    FileKind.PNG: {"compress_level": 3},
    FileKind.WEBP: {"quality": 90},
    FileKind.GIF: {},
}


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept, and a small one for lists (WebP)."""

    content: BinaryIO
    small: BinaryIO
    width: int
    height: int


def made_anew(file: BinaryIO, kind: FileKind) -> Picture:
    """The picture re-encoded in its own format. Raises NotAccepted for what is broken, moves or bombs."""
    with _one_at_a_time:
        # Pillow asks the whole process, and WeasyPrint, where it is loaded, says yes.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            with Image.open(file, formats=[kind.value]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise NotAccepted(TOO_LARGE)
                _refuse_moving(image, kind)
                return _encoded(_upright(image), kind)
        except NotAccepted:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise NotAccepted(TOO_LARGE) from error
        except Exception as error:
            # Pillow's readers raise whatever the broken bytes lead to.
            logger.info("A picture could not be read: %r", error)
            raise NotAccepted(BROKEN) from error


def _refuse_moving(image: Image.Image, kind: FileKind) -> None:
    """Phones keep several views in one JPEG and the first is the picture; elsewhere they move."""
    if kind != FileKind.JPEG and getattr(image, "is_animated", False):
        raise not_allowed("Bilden rör sig. Spara den som en stillbild i JPEG eller PNG.")


def _upright(image: Image.Image) -> Image.Image:
    """The pixels turned as the camera was held, in the web's colours, with nothing else about them."""
    profile = image.info.get("icc_profile")
    transparent = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    upright = ImageOps.exif_transpose(image)
    upright = _in_web_colours(upright, profile) if profile else upright
    if upright.mode.startswith("I"):
        # Sixteen bits of grey; Pillow's own conversion cuts where it should scale.
        upright = upright.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    elif transparent or upright.mode not in {"L", "RGB"}:
        upright = upright.convert("RGBA" if transparent else "RGB")
    upright.info = {}
    return upright


def _in_web_colours(image: Image.Image, profile: bytes) -> Image.Image:
    """The picture in sRGB; as it is when its colour profile makes no sense."""
    if image.mode not in {"RGB", "RGBA", "CMYK"}:
        return image
    to_mode = "RGB" if image.mode == "CMYK" else image.mode
    try:
        converted = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=to_mode,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return converted or image


def _encoded(image: Image.Image, kind: FileKind) -> Picture:
    if kind == FileKind.JPEG and image.mode == "RGBA":
        image = image.convert("RGB")
    content = BytesIO()
    image.save(content, format=kind.value, **_SAVING[kind])
    width, height = image.size
    image.thumbnail((SMALL_SIDE, SMALL_SIDE))
    small = BytesIO()
    image.save(small, format="WEBP", quality=80)
    content.seek(0)
    small.seek(0)
    return Picture(content, small, width, height)
