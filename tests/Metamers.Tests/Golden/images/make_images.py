"""Makes the small picture files beside it, and what Pillow reads from them, for ImageFileTests and PillowResizeTests.

Run with Pillow 9.4 (Debian 12: python3-pil):  python3 make_images.py
sources/   a picture in every form that ImageFile reads or refuses
expected/  the same after: EXIF orientation, convert('RGB'), largest centred square, resize to 24 x 24 (Pillow's default)
resized/   pattern(m) resized to n x n, named m-n.png
"""

import pathlib
import random
import struct
import zlib

from PIL import Image, ImageDraw, ImageOps, PngImagePlugin

HERE = pathlib.Path(__file__).parent
SIZE = 24


def pattern(m):
    """The picture that the test makes by the same rule: steep, not symmetric, every grey level."""
    image = Image.new("RGB", (m, m))
    image.putdata([((x * 7 + y * 13 + x * y // 5) % 256, (x * x + 3 * y) % 256, 255 if (x // 3 + y // 2) % 2 else 0)
                   for y in range(m) for x in range(m)])
    return image


def photograph(width, height):
    """Soft shading, sharp edges and a little noise, different in every corner."""
    rng = random.Random(1)
    image = Image.new("RGB", (width, height))
    image.putdata([(min(255, 40 + 2 * x), min(255, 30 + 3 * y), max(0, 220 - x - y)) for y in range(height) for x in range(width)])
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.55, height * 0.1, width * 0.85, height * 0.6), fill=(250, 200, 40))
    draw.rectangle((width * 0.2, height * 0.55, width * 0.45, height * 0.9), fill=(20, 60, 20))
    draw.line((0, height, width * 0.4, 0), fill=(255, 255, 255), width=2)
    noise = Image.new("RGB", (width, height))
    noise.putdata([tuple(rng.randrange(25) for _ in range(3)) for _ in range(width * height)])
    return Image.blend(image, noise, 0.1)


def png(path, width, height, depth, colour, rows, interlaced=False):
    """A PNG file from rows of bytes, for the forms that Pillow does not write."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def interlaced_rows(image):
    """The rows of the seven passes of Adam7."""
    for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        for y in range(y0, image.height, dy):
            yield b"".join(bytes(image.getpixel((x, y))) for x in range(x0, image.width, dx))


def exif(orientation):
    data = Image.Exif()
    data[0x0112] = orientation
    return data.tobytes()


def make_sources(folder):
    photo = photograph(64, 45)
    grey = photo.convert("L")
    alpha = Image.linear_gradient("L").resize(photo.size)
    with_alpha = photo.copy()
    with_alpha.putalpha(alpha)
    palette = photo.quantize(32)
    metadata = PngImagePlugin.PngInfo()
    metadata.add(b"gAMA", struct.pack(">I", 100000))

    photo.save(folder / "rgb.png")
    photo.save(folder / "gamma.png", pnginfo=metadata)
    photo.transpose(Image.Transpose.ROTATE_90).save(folder / "portrait.png")
    for orientation in (3, 6, 8):
        photo.save(folder / f"exif{orientation}.png", exif=exif(orientation))
    with_alpha.save(folder / "alpha.png")
    grey.save(folder / "grey.png")
    Image.merge("LA", (grey, alpha)).save(folder / "grey-alpha.png")
    grey.convert("1").save(folder / "one-bit.png")
    palette.save(folder / "palette.png")
    palette.save(folder / "palette-transparent.png", transparency=3)
    png(folder / "interlaced.png", *photo.size, 8, 2, interlaced_rows(photo), interlaced=True)
    # 16 bits: the low byte is noise.
    rng = random.Random(2)
    png(folder / "rgb16.png", *photo.size, 16, 2,
        [b"".join(bytes((v, rng.randrange(256))) for x in range(photo.width) for v in photo.getpixel((x, y))) for y in range(photo.height)])
    png(folder / "grey16.png", *photo.size, 16, 0,
        [b"".join(bytes((grey.getpixel((x, y)), rng.randrange(256))) for x in range(photo.width)) for y in range(photo.height)])

    photo.save(folder / "rgb.jpg", quality=90)
    photo.save(folder / "progressive.jpg", quality=90, progressive=True, subsampling=0)
    grey.save(folder / "grey.jpg", quality=90)
    for orientation in range(1, 9):
        photo.save(folder / f"exif{orientation}.jpg", quality=90, exif=exif(orientation))
    photo.convert("CMYK").save(folder / "cmyk.jpg", quality=90)

    photo.save(folder / "lossless.webp", lossless=True)
    photo.save(folder / "lossy.webp", quality=90)
    with_alpha.save(folder / "alpha.webp", lossless=True, exact=True)
    for orientation in (3, 6, 8):
        photo.save(folder / f"exif{orientation}.webp", lossless=True, exif=exif(orientation))
    photo.save(folder / "rgb.bmp")
    palette.save(folder / "palette.bmp")
    photo.save(folder / "picture.gif")
    photo.save(folder / "picture.tif")


def prepare(path):
    image = ImageOps.exif_transpose(Image.open(path))
    if image.mode.startswith("I"):
        # convert('RGB') of this Pillow clips 16-bit grey at 255; the high byte is what 16-bit colour gets.
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    image = image.convert("RGB")
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side)).resize((SIZE, SIZE))


def main():
    for name in ("sources", "expected", "resized"):
        (HERE / name).mkdir(exist_ok=True)
    make_sources(HERE / "sources")
    for path in sorted((HERE / "sources").iterdir()):
        if path.name not in ("cmyk.jpg", "picture.gif", "picture.tif"):
            prepare(path).save(HERE / "expected" / f"{path.name}.png")
    for m, n in [(600, 32), (97, 32), (33, 32), (48, 48), (31, 64), (256, 96), (5, 7), (7, 1), (1, 3)]:
        pattern(m).resize((n, n)).save(HERE / "resized" / f"{m}-{n}.png")


main()
