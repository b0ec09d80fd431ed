#!/usr/bin/env python3
"""Makes rdpmend.ico of rdpmend.svg: python3 make_ico.py (needs rsvg-convert of librsvg2-bin).

The .ico is kept in the repository, so that a build needs no renderer. Its small pictures are bitmaps, which everything that
shows icons can read; the largest is a PNG, as Windows' own are.
"""
import pathlib
import struct
import subprocess
import zlib

SIZES = [16, 20, 24, 32, 40, 48, 64, 256]
HERE = pathlib.Path(__file__).resolve().parent


def png(size):
    return subprocess.run(['rsvg-convert', '-w', str(size), '-h', str(size), HERE / 'rdpmend.svg'],
                          check=True, capture_output=True).stdout


def pixels(image, size):
    """The rows of an RGBA picture, top first (PNG specification, section 9: filters)."""
    data, position = b'', 8
    while position < len(image):
        length, kind = struct.unpack_from('>I4s', image, position)
        if kind == b'IDAT':
            data += image[position + 8:position + 8 + length]
        position += length + 12
    data, stride = zlib.decompress(data), size * 4
    rows, above = [], bytes(stride)
    for start in range(0, len(data), stride + 1):
        row = bytearray(data[start + 1:start + 1 + stride])
        for i, value in enumerate(row):
            left, up = (row[i - 4] if i >= 4 else 0), above[i]
            corner = above[i - 4] if i >= 4 else 0
            nearest = min((left, up, corner), key=lambda c: abs(left + up - corner - c))
            row[i] = (value + (0, left, up, (left + up) // 2, nearest)[data[start]]) & 255
        rows.append(bytes(row))
        above = row
    return rows


def bitmap(size):
    """A BITMAPINFOHEADER of twice the height, the colours from the bottom up as BGRA, and an empty mask."""
    colours = b''.join(bytes((row[i + 2], row[i + 1], row[i], row[i + 3]))
                       for row in reversed(pixels(png(size), size)) for i in range(0, size * 4, 4))
    mask = bytes((size + 31) // 32 * 4 * size)
    return struct.pack('<IiiHHIIiiII', 40, size, size * 2, 1, 32, 0, len(colours) + len(mask), 0, 0, 0, 0) + colours + mask


pictures = [png(size) if size == 256 else bitmap(size) for size in SIZES]
offset = 6 + 16 * len(SIZES)
directory = struct.pack('<HHH', 0, 1, len(SIZES))
for size, picture in zip(SIZES, pictures):
    directory += struct.pack('<BBBBHHII', size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
    offset += len(picture)
(HERE / 'rdpmend.ico').write_bytes(directory + b''.join(pictures))
