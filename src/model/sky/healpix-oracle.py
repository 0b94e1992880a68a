"""What astropy-healpix and healpy say of positions and cells, as JSON lines for healpix.oracle.test.ts."""

import json
import sys

import astropy_healpix as ah
import healpy
import numpy as np
from astropy import units as u

COUNT = int(sys.argv[1])
random = np.random.default_rng(20261121)


def positions():
    """All over the sky, close to the poles, and on the meridians, parallels and corners where faces and cells meet."""
    half = COUNT // 2
    near = COUNT // 4
    transition = np.degrees(np.arcsin(2 / 3))
    lon = [random.random(half) * 360, random.random(near) * 360, random.random(near) * 360 - 180]
    lat = [
        np.degrees(np.arcsin(2 * random.random(half) - 1)),
        (90 - 10 ** random.uniform(-9, 1, near)) * random.choice([-1, 1], near),
        (transition + random.uniform(-1e-6, 1e-6, near)) * random.choice([-1, 1], near),
    ]
    grid_lon, grid_lat = np.meshgrid(
        np.arange(0, 360, 360 / 64), np.concatenate([np.arange(-90, 90.1, 11.25), [-transition, transition, 30, -30, 60, -60]])
    )
    lon.append(grid_lon.ravel())
    lat.append(grid_lat.ravel())
    return np.concatenate(lon), np.concatenate(lat)


def write(name, **arrays):
    print(json.dumps({"name": name, **{key: np.asarray(value).tolist() for key, value in arrays.items()}}))


lon, lat = positions()
grid = 64 * 23
finest = ah.HEALPix(2**29, order="nested")
inside = lon % 360
cells = finest.lonlat_to_healpix(inside * u.deg, lat * u.deg)
also = healpy.ang2pix(2**29, inside, lat, nest=True, lonlat=True)
write("cells", lon=lon, lat=lat, cell=[str(cell) for cell in cells], also=[str(cell) for cell in also], grid=grid)

for order in (0, 1, 2, 5, 12, 20, 29):
    maps = ah.HEALPix(2**order, order="nested")
    total = 12 * 4**order
    chosen = np.arange(total) if order < 5 else np.unique(random.integers(0, total, 2000))
    center_lon, center_lat = maps.healpix_to_lonlat(chosen)
    edge_lon, edge_lat = maps.boundaries_lonlat(chosen[:200], 2)
    around = maps.neighbours(chosen).T
    write(
        "geometry",
        order=order,
        cell=[str(cell) for cell in chosen],
        lon=center_lon.deg,
        lat=center_lat.deg,
        edge_lon=edge_lon.deg,
        edge_lat=edge_lat.deg,
        around=[[str(cell) for cell in row] for row in around],
    )
