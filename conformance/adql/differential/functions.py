"""What SQLite is given so that it can answer questions of astronomy: astropy, astropy-healpix and plain Python. NULL in, NULL out."""

import json
import math
import re
import statistics

import astropy.units as u
import astropy_healpix
import numpy
from astropy.coordinates import SkyCoord
from astropy.time import Time


def healpix_index(order, lon, lat):
    healpix = astropy_healpix.HEALPix(nside=2 ** int(order), order="nested")
    return int(healpix.lonlat_to_healpix(lon * u.deg, lat * u.deg))


def healpix_center(order, cell):
    lon, lat = astropy_healpix.HEALPix(nside=2 ** int(order), order="nested").healpix_to_lonlat(int(cell))
    return json.dumps([lon.deg % 360, lat.deg])


def in_moc(moc, lon, lat):
    """`moc` as ASCII MOC: `3/1-4 7 5/20`."""
    order = None
    for word in moc.split():
        if "/" in word:
            text, word = word.split("/")
            order = int(text)
        if word:
            low, _, high = word.partition("-")
            if int(low) <= healpix_index(order, lon, lat) <= int(high or low):
                return 1
    return 0


def galactic(lon, lat):
    found = SkyCoord(lon * u.deg, lat * u.deg, frame="icrs").galactic
    return [float(found.l.deg), float(found.b.deg)]


def from_galactic(lon, lat):
    found = SkyCoord(lon * u.deg, lat * u.deg, frame="galactic").icrs
    return [float(found.ra.deg), float(found.dec.deg)]


def moved(ra, dec, parallax, pmra, pmdec, rv, start, end):
    """Linear motion in space, in vectors (ESA SP-1200, vol. 1, sec. 1.5.5), independent of astropy's apply_space_motion."""
    a, d = math.radians(ra), math.radians(dec)
    place = numpy.array([math.cos(d) * math.cos(a), math.cos(d) * math.sin(a), math.sin(d)])
    east = numpy.array([-math.sin(a), math.cos(a), 0])
    north = numpy.array([-math.sin(d) * math.cos(a), -math.sin(d) * math.sin(a), math.cos(d)])
    to_radian = math.radians(1 / 3.6e6)
    # km/s and mas to radians a year: rv * parallax / (au a year in km/s)
    radial = (rv or 0) * (parallax or 0) * to_radian / 4.740470463533349
    place = place + (end - start) * ((pmra or 0) * to_radian * east + (pmdec or 0) * to_radian * north + radial * place)
    return [math.degrees(math.atan2(place[1], place[0])) % 360, math.degrees(math.atan2(place[2], math.hypot(*place[:2])))]


def sexagesimal(text, factor):
    sign = -1 if text.strip().startswith("-") else 1
    parts = [float(part) for part in re.findall(r"[\d.]+", text)]
    return sign * factor * sum(part / 60**index for index, part in enumerate(parts))


class Median:
    def __init__(self):
        self.values = []

    def step(self, value):
        if value is not None:
            self.values.append(value)

    def finalize(self):
        return statistics.median(self.values) if self.values else None


def null_in_null_out(function):
    return lambda *values: None if None in values else function(*values)


FUNCTIONS = {
    "healpix_index": healpix_index,
    "healpix_center": healpix_center,
    "in_moc": in_moc,
    "glon": lambda lon, lat: galactic(lon, lat)[0],
    "glat": lambda lon, lat: galactic(lon, lat)[1],
    "ra_of": lambda lon, lat: from_galactic(lon, lat)[0],
    "dec_of": lambda lon, lat: from_galactic(lon, lat)[1],
    "jd": lambda text: Time(text, scale="utc").jd,
    "mjd": lambda text: Time(text, scale="utc").mjd,
    "iso_of_mjd": lambda mjd: Time(mjd, format="mjd", scale="utc").isot,
    "gps_to_mjd": lambda seconds: Time(seconds, format="gps").utc.mjd,
    "hms": lambda text: sexagesimal(text, 15),
    "dms": lambda text: sexagesimal(text, 1),
    "converted": lambda value, one, other: (value * u.Unit(one)).to_value(u.Unit(other)),
    "has_word": lambda text, word: int(re.search(rf"(?i)\b{re.escape(word)}\b", text) is not None),
}


def add_to(database):
    for name, function in FUNCTIONS.items():
        database.create_function(name, -1, null_in_null_out(function), deterministic=True)
    # NULL is a value here.
    database.create_function("moved_lon", 8, lambda *values: moved(*values)[0], deterministic=True)
    database.create_function("moved_lat", 8, lambda *values: moved(*values)[1], deterministic=True)
    database.create_aggregate("median", 1, Median)
