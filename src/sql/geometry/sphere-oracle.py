"""Judge of the SQL geometry: makes cases and answers them in 80-bit floating point, with vectors and by other ways than the SQL does.

Usage: sphere-oracle.py <number of polygons>. Writes lines `table<TAB>column...` in COPY's text form. Cases closer to a boundary than 1e-12
degrees are left out, but for those that lie on it by construction. HEALPix and distances are answered by astropy.
"""
import sys

import numpy as np
from astropy import units as u
from astropy.coordinates import angular_separation
from astropy_healpix import HEALPix
from mpmath import mp

L = np.longdouble
mp.dps = 50
PI = L('3.14159265358979323846264338327950288')
RAD = PI / 180
rng = np.random.default_rng(20)
out = sys.stdout


def write(table, *values):
    out.write('\t'.join([table, *map(text, values)]) + '\n')


def text(value):
    if isinstance(value, (list, np.ndarray)):
        return '{' + ','.join(map(text, value)) + '}'
    if isinstance(value, (bool, np.bool_)):
        return 't' if value else 'f'
    if isinstance(value, str):
        return value
    return repr(float(value)) if isinstance(value, (float, L, np.floating)) else str(value)


def vector(lon, lat):
    lon, lat = L(1) * lon * RAD, L(1) * lat * RAD
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], -1)


def angle(a, b):
    c = np.cross(a, b)
    return np.arctan2(np.sqrt((c * c).sum(-1)), (a * b).sum(-1))


def place(v):
    lon = np.arctan2(v[..., 1], v[..., 0]) / RAD
    return np.stack([np.where(lon < 0, lon + 360, lon), np.arctan2(v[..., 2], np.hypot(v[..., 0], v[..., 1])) / RAD], -1).astype(float)


def frame(c):
    """Three unit vectors, the first along c."""
    other = np.eye(3, dtype=L)[np.argmin(np.abs(c))]
    e = np.cross(other, c)
    e /= np.sqrt((e * e).sum())
    return np.stack([c, e, np.cross(c, e)])


def unit():
    v = rng.normal(size=3).astype(L)
    return v / np.sqrt((v * v).sum())


SPECIAL = [(0, 0), (0, 90), (0, -90), (360, 0), (180, 0), (90, 41.81031489577860), (45, 0), (359.9999, 60), (123, 89.9999999), (10, -89.999)]


def star():
    """A polygon whose vertices are all seen from its middle, of any size and anywhere."""
    size = L(10) ** rng.uniform(-9.5, 0.12)
    c = vector(*map(L, SPECIAL[rng.integers(len(SPECIAL))])) if rng.random() < 0.4 else unit()
    n = rng.integers(3, 13)
    turns = np.sort(rng.uniform(0, 2 * np.pi, n)).astype(L)
    gaps = np.diff(np.append(turns, turns[0] + 2 * PI))
    if gaps.max() > 3 or gaps.min() < 0.01:
        return star()
    radius = np.minimum(size * rng.uniform(0.2, 1, n).astype(L), L(1.5))
    f = frame(c)
    v = np.cos(radius)[:, None] * f[0] + np.sin(radius)[:, None] * (np.cos(turns)[:, None] * f[1] + np.sin(turns)[:, None] * f[2])
    return size, v


def band():
    """A band round most of a circle: beyond any hemisphere, with a small area."""
    n = rng.integers(5, 12)
    along = np.linspace(0, np.radians(rng.uniform(200, 350)), n).astype(L)
    wave = rng.uniform(-0.2, 0.2, n).astype(L)
    wide = rng.uniform(0.02, 0.3, n).astype(L)
    f = frame(unit())
    lon, lat = np.append(along, along[::-1]), np.append(wave, (wave + wide)[::-1])
    v = np.cos(lat)[:, None] * (np.cos(lon)[:, None] * f[1] + np.sin(lon)[:, None] * f[2]) + np.sin(lat)[:, None] * f[0]
    return L(1), v


def polygon():
    size, v = band() if rng.random() < 0.1 else star()
    p = place(v)
    if rng.random() < 0.5:
        p = p[::-1]
    if rng.random() < 0.3:
        p[:, 0] += 360 * rng.integers(-1, 2, len(p))
    if rng.random() < 0.2:
        p = np.round(p, 1 if size > 0.2 else 2 if size > 0.02 else 4)
    return size, p


class Polygon:
    def __init__(self, p):
        self.p = p
        self.v = vector(p[:, 0], p[:, 1])
        self.w = np.roll(self.v, -1, 0)
        d = self.w - self.v
        self.n = np.cross(self.v, d)  # of small edges no digit is lost
        self.length = np.sqrt((self.n * self.n).sum(-1))
        self.good = self.length.min() > 1e-13 and self.simple()
        if not self.good:
            return
        # The angle inside at each vertex, on the left; the area is what they exceed those of a flat polygon by.
        self.area = self.excess()
        self.left = self.area <= 2 * PI
        self.good = abs(self.area - 2 * PI) > 0.01
        if not self.left:
            self.area = 4 * PI - self.area
        self.inner = self.place_inside()

    def simple(self):
        """No edges that cross or nearly touch."""
        k = len(self.v)
        for i in range(k - 2):
            others = slice(i + 2, k - 1 if i == 0 else k)
            if crossing(self.v[i], self.w[i], self.v[others], self.w[others]).any():
                return False
        apart = self.distances(self.v)
        own = np.arange(k)
        apart[own, own] = apart[own, own - 1] = 9
        return apart.min() > 1e-3 * self.length.max()

    def excess(self):
        """Of small polygons only good enough to tell the left from the right."""
        if self.length.max() < 1e-3 and angle(self.v[0], self.v).max() < 1e-2:
            b, c = self.v[1:-1] - self.v[0], self.v[2:] - self.v[0]
            return (np.cross(b, c) @ self.v[0]).sum() / 2 % (4 * PI)
        total = L(0)
        for i in range(len(self.v)):
            here, before, after = self.v[i], self.v[i - 1], self.w[i]
            a = after - here * (after @ here)
            b = before - here * (before @ here)
            total += np.arctan2(np.cross(a, b) @ here, a @ b) % (2 * PI)
        return (total - (len(self.v) - 2) * PI) % (4 * PI)

    def place_inside(self):
        i = int(np.argmax(self.length))
        middle = self.v[i] + self.w[i]
        middle /= np.sqrt((middle * middle).sum())
        normal = self.n[i] / self.length[i] * (1 if self.left else -1)
        step = self.length.max() * L(1e-3)
        near = self.distances(middle[None])[0]
        near[i] = 9
        step = min(step, near.min() / 3)
        v = middle + normal * step
        return v / np.sqrt((v * v).sum())

    def distances(self, x):
        """From each position to each edge."""
        n = self.n / self.length[:, None]
        d = x[:, None, :] - self.v[None]
        across = (d * n).sum(-1)
        t = np.cross(n, self.v)  # along the edge, at its beginning
        turn = np.arctan2((d * t).sum(-1), (x[:, None, :] * self.v[None]).sum(-1))
        length = np.arctan2(self.length, (self.v * self.w).sum(-1))
        ends = np.minimum(distance(x[:, None, :], self.v[None]), distance(x[:, None, :], self.w[None]))
        along = np.hypot((x[:, None, :] * self.v[None]).sum(-1), (d * t).sum(-1))
        return np.where((turn >= 0) & (turn <= length), np.arctan2(np.abs(across), along), ends)

    def contains(self, x):
        """Whether the way from a place that is inside crosses an even number of edges: two arcs, as nearly opposite places have none."""
        halfway = self.inner + x + frame(self.inner)[1] * L(0.3)
        halfway /= np.sqrt((halfway * halfway).sum(-1))[:, None]
        crossings = np.zeros(len(x), int)
        for a, b in zip(self.v, self.w):
            crossings += crossing(self.inner[None], halfway, a[None], b[None])
            crossings += crossing(halfway, x, a[None], b[None])
        return crossings % 2 == 0

    def measures(self):
        """Area in square degrees and centre of mass, in 50 digits: small ones are small differences."""
        v = [exact_vector(*q) for q in self.p]
        area, mass = mp.mpf(0), mp.matrix(3, 1)
        for a, b, c in zip([v[0]] * len(v), v, v[1:] + v[:1]):
            area += 2 * mp.atan2(dot(a, cross(b, c)), 1 + dot(a, b) + dot(b, c) + dot(c, a))
            n = cross(b, c)
            length = mp.sqrt(dot(n, n))
            mass += n * (mp.atan2(length, dot(b, c)) / length)
        area -= 4 * mp.pi * mp.nint(area / (4 * mp.pi))
        if area < 0:
            mass = -mass
        degrees = 180 / mp.pi
        lon = mp.atan2(mass[1], mass[0]) * degrees
        return float(abs(area) * degrees ** 2), float(lon % 360), float(mp.atan2(mass[2], mp.hypot(mass[0], mass[1])) * degrees)


def exact_vector(lon, lat):
    lon, lat = mp.radians(mp.mpf(float(lon))), mp.radians(mp.mpf(float(lat)))
    return mp.matrix([mp.cos(lat) * mp.cos(lon), mp.cos(lat) * mp.sin(lon), mp.sin(lat)])


def cross(a, b):
    return mp.matrix([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def distance(a, b):
    """From the chord: right for close points, and good enough for others."""
    d, s = a - b, a + b
    return 2 * np.arctan2(np.sqrt((d * d).sum(-1)), np.sqrt((s * s).sum(-1)))


def crossing(a, b, c, d):
    n = np.cross(a, b - a)
    m = np.cross(c, d - c)
    s1, s2 = ((c - a) * n).sum(-1), ((d - a) * n).sum(-1)
    s3, s4 = ((a - c) * m).sum(-1), ((b - c) * m).sum(-1)
    return (s1 * s2 < 0) & (s3 * s4 < 0) & (s1 * s4 > 0)


def points_about(size, poly):
    """Positions near the edges, on them, over and under vertices, far away and opposite."""
    p, v, w = poly.p, poly.v, poly.w
    i = rng.integers(len(v), size=60)
    t = rng.uniform(0, 1, (60, 1)).astype(L)
    on = v[i] * (1 - t) + w[i] * t
    on /= np.sqrt((on * on).sum(-1))[:, None]
    off = poly.n[i] / poly.length[i][:, None] * (poly.length[i] * 10 ** rng.uniform(-6, 0.5, 60) * rng.choice([-1, 1], 60)).astype(L)[:, None]
    near = on + off
    near /= np.sqrt((near * near).sum(-1))[:, None]
    vertex = v[rng.integers(len(v), size=4)]
    random = np.stack([unit() for _ in range(10)])
    x = np.concatenate([near, -vertex[:1], random, poly.inner[None]])
    q = place(x)
    j = rng.integers(len(p), size=20)
    above = np.stack([p[j][:, 0] + rng.choice([0, 360, 180], 20), rng.uniform(-90, 90, 20)], -1)
    level = np.stack([p[j][:, 0] + rng.normal(0, float(size), 20) * 60, p[j][:, 1]], -1)
    poles = np.array([[rng.uniform(0, 360), 90], [p[0, 0], -90]])
    on_edge = np.concatenate([place(on[:12]), p[j[:8]]])
    return np.concatenate([q, above, level, poles]), on_edge


def main(count):
    before = None
    made = 0
    while made < count:
        size, p = polygon()
        poly = Polygon(p)
        if not poly.good:
            continue
        made += 1
        flat = p.ravel()
        free, on_edge = points_about(size, poly)
        x = vector(free[:, 0], free[:, 1])
        to_edge = poly.distances(x).min(-1) / RAD
        inside = poly.contains(x)
        for q, d, i in zip(free, to_edge, inside):
            if d > 1e-12:
                write('point_polygon', q[0], q[1], flat, i, d)
        # Rounding moves a position along the circles of latitude by up to 3e-14 degrees.
        for q in on_edge:
            write('point_polygon', q[0], q[1], flat, True, 0.0)
        if made % 6 == 0:
            write('polygon', flat, *poly.measures(), float(angle(poly.v[0], poly.v).max() / RAD))
        circles(size, poly, flat)
        if before is not None:
            pair(*before, poly, flat)
        shift = neighbour(poly)
        if shift is not None and shift.good:
            pair(poly, flat, shift, shift.p.ravel())
        before = poly, flat
    separations(count * 15)
    cells(count * 15)


def neighbour(poly):
    """The polygon shrunk or widened about a place, or moved a little: contained, containing or crossing."""
    c = poly.v.sum(0)
    norm = np.sqrt((c * c).sum())
    if norm < 0.1 * len(poly.v):
        return None
    c /= norm
    if rng.random() < 0.5:
        factor = L(rng.uniform(0.2, 1.5))
        v = c + (poly.v - c) * factor
    else:
        v = poly.v + (poly.v[0] - poly.v[1]) * L(rng.uniform(-1, 1))
    v /= np.sqrt((v * v).sum(-1))[:, None]
    return Polygon(place(v))


def circles(size, poly, flat):
    for _ in range(8):
        v = poly.v[rng.integers(len(poly.v))] * (1 + L(rng.uniform(-1, 1))) + poly.inner * L(rng.uniform(0, 1))
        v /= np.sqrt((v * v).sum())
        if rng.random() < 0.2:
            v = -v
        q = place(v[None])[0]
        v = vector(q[0:1], q[1:2])
        d = poly.distances(v)[0].min() / RAD
        far = max(distance(v, poly.v)) / RAD
        opposite = poly.distances(-v)[0].min() / RAD
        radius = float([d, far, 180 - opposite, d, far][rng.integers(5)] * L(rng.choice([1 - 1e-6, 1 + 1e-6, 0.5, 1.5])))
        if abs(radius - d) < 1e-12 or abs(radius - far) < 1e-12 or abs(180 - radius - opposite) < 1e-12 or d < 1e-12 or radius > 180:
            continue
        inside = poly.contains(v)[0]
        holds_opposite = poly.contains(-v)[0]
        write('circle_polygon', [q[0], q[1], radius], flat, inside or d <= radius, inside and d >= radius,
              not holds_opposite and 180 - radius <= opposite)


def pair(one, one_flat, other, other_flat):
    cross = any(crossing(a, b, other.v, other.w).any() for a, b in zip(one.v, one.w))
    if min(one.distances(other.v).min(), other.distances(one.v).min()) < 1e-13:
        return
    into, back = other.contains(one.v), one.contains(other.v)
    write('polygon_polygon', one_flat, other_flat, bool(cross or into.any() or back.any()), bool(not cross and into.all()), bool(not cross and back.all()))


def separations(count):
    lon = rng.uniform(-360, 720, (2, count))
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, (2, count))))
    close = rng.random(count) < 0.6
    step = 10 ** rng.uniform(-11, 1, count)
    lat[1] = np.where(close, np.clip(lat[0] + step * rng.uniform(-1, 1, count), -90, 90), lat[1])
    lon[1] = np.where(close, lon[0] + 360 * rng.integers(-1, 2, count) + step * rng.uniform(-1, 1, count), lon[1])
    opposite = rng.random(count) < 0.1
    lon[1] = np.where(opposite, lon[0] + 180, lon[1])
    lat[1] = np.where(opposite, np.clip(-lat[0] + step, -90, 90), lat[1])
    lat[0, ::97] = 90
    lat[1, ::193] = -90
    exact = distance(vector(lon[0], lat[0]), vector(lon[1], lat[1])) / RAD
    theirs = np.degrees(angular_separation(*np.radians([lon[0], lat[0], lon[1], lat[1]])))
    for i in range(count):
        write('separation', lon[0, i], lat[0, i], lon[1, i], lat[1, i], exact[i], theirs[i])


def cells(count):
    lon = rng.uniform(-400, 800, count)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    edges = [(a, b) for a in [0, 45, 90, 135, 180, 225, 270, 315, 360, -0.0, 1e-12, 359.9999999999, 89.99999999999, 22.5, 720]
             for b in [90, -90, 89.9999999999, -89.9999999999, 0, 41.810314895778596, -41.810314895778596, 41.9, 30, -60.3, 1e-13]]
    lon, lat = np.append(lon, [a for a, _ in edges]), np.append(lat, [b for _, b in edges])
    near = rng.random(len(lon)) < 0.05
    lat = np.where(near, 90 - 10 ** rng.uniform(-14, 0, len(lon)), lat)
    order = np.where(rng.random(len(lon)) < 0.5, 29, rng.integers(0, 30, len(lon)))
    for k in range(30):
        at = order == k
        h = HEALPix(nside=2 ** k, order='nested')
        index = h.lonlat_to_healpix(lon[at] * u.deg, lat[at] * u.deg)
        a, b = h.healpix_to_lonlat(index)
        for row in zip(lon[at], lat[at], index, a.deg, b.deg):
            write('cell', k, row[0], row[1], int(row[2]), row[3], row[4])


main(int(sys.argv[1]))
