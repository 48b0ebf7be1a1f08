#!/usr/bin/env python3
"""Makes the pictures of data/photographs again from the Debian packages that hold the originals.

    apt-get update
    apt-get install python3-pil        Debian 12: python3-pil 9.4.0, libjpeg62-turbo 2.1.5, libwebp7 1.2.4
    python3 data/photographs/make_photographs.py [FOLDER]

Reads photographs.csv beside this script, downloads each package that it names (about 270 MB in all, into a temporary
folder; nothing is installed), and writes FOLDER/NAME.jpg and FOLDER/photographs.csv with the size and SHA-256 of each.
FOLDER is this script's own when left out. The same versions give the same bytes at every run.

What is done to each original: it is turned upright as its EXIF orientation says; the square with the corner (left, top)
and the given side is cut out; a side above 320 pixels is reduced to 320 (Lanczos); the result is stored as a JPEG of
quality 88 without chroma subsampling, in colour, or in grey if the original is grey.
"""
import csv
import hashlib
import io
import os
import struct
import subprocess
import sys
import tempfile
import zlib

from PIL import Image, ImageOps

SIDE = 320
HERE = os.path.dirname(os.path.abspath(__file__))


def unpacked(package, version, folder):
    """The folder of a package's content, downloaded if it is not there yet."""
    root = os.path.join(folder, package)
    if not os.path.isdir(root):
        subprocess.run(["apt-get", "download", f"{package}={version}"], cwd=folder, check=True, stdout=sys.stderr)
        archive = next(name for name in os.listdir(folder) if name.startswith(package + "_"))
        subprocess.run(["dpkg-deb", "-x", archive, root], cwd=folder, check=True)
    return root


def resource(path, wanted):
    """One file of a binary resource collection of Qt (.rcc)."""
    with open(path, "rb") as file:
        data = file.read()
    magic, version, tree, content, names = struct.unpack(">4sIIII", data[:20])
    assert magic == b"qres", path
    size = 22 if version >= 2 else 14

    def find(index, parts):
        at = tree + index * size
        flags = struct.unpack_from(">H", data, at + 4)[0]
        if not parts:
            start = content + struct.unpack_from(">I", data, at + 10)[0]
            length = struct.unpack_from(">I", data, start)[0]
            found = data[start + 4 : start + 4 + length]
            return zlib.decompress(found[4:]) if flags & 1 else found
        count, first = struct.unpack_from(">II", data, at + 6)
        for child in range(first, first + count):
            offset = names + struct.unpack_from(">I", data, tree + child * size)[0]
            length = struct.unpack_from(">H", data, offset)[0]
            if data[offset + 6 : offset + 6 + 2 * length].decode("utf-16-be") == parts[0]:
                return find(child, parts[1:])
        raise FileNotFoundError(f"{wanted} in {path}")

    return find(0, wanted.strip("/").split("/"))


def original(row, folder):
    """The bytes of the picture that a row names."""
    path, _, inside = row["path"].partition("!")
    path = unpacked(row["package"], row["version"], folder) + path
    if inside:
        return resource(path, inside)
    with open(path, "rb") as file:
        return file.read()


def picture(row, folder):
    """The bytes of the JPEG file that is shipped."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(original(row, folder))))
    image = image.convert("L" if image.mode == "L" else "RGB")
    left, top, side = int(row["left"]), int(row["top"]), int(row["side"])
    assert left + side <= image.width and top + side <= image.height, row["file"]
    image = image.crop((left, top, left + side, top + side))
    if side > SIDE:
        image = image.resize((SIDE, SIDE), Image.LANCZOS)
    result = io.BytesIO()
    image.save(result, "JPEG", quality=88, subsampling=0, optimize=True)
    return result.getvalue()


def main():
    target = sys.argv[1] if len(sys.argv) > 1 else HERE
    os.makedirs(target, exist_ok=True)
    with open(os.path.join(HERE, "photographs.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with tempfile.TemporaryDirectory() as folder:
        for row in rows:
            content = picture(row, folder)
            with open(os.path.join(target, row["file"]), "wb") as file:
                file.write(content)
            row["bytes"], row["sha256"] = len(content), hashlib.sha256(content).hexdigest()
    with open(os.path.join(target, "photographs.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
