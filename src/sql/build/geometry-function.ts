type Shape = 'point' | 'circle' | 'polygon' | 'moc' | 'region';

/**
 * The functions of `sql/geometry` and of HEALPix. A point, circle or polygon is an array of doubles, a coverage map an int8multirange, a region
 * a text; where a point comes first in contains and intersects it is given as longitude and latitude, so that nothing is built for a row:
 * `contains_point_circle(lon, lat, lon, lat, radius)`, `contains_point_polygon(lon, lat, polygon)`, `contains_circle_polygon(circle, polygon)`.
 */
export type GeometryFunction =
  | 'adql.separation'
  // Constructors; NULL where a coordinate does not exist.
  | 'adql.point'
  | 'adql.circle'
  | 'adql.polygon'
  | 'adql.box'
  | 'adql.point_from_text'
  | 'adql.circle_from_text'
  | 'adql.polygon_from_text'
  | 'adql.moc_from_text'
  | 'adql.moc_text'
  // contains_a_b(x, y): x lies in y. intersects_a_b is symmetric, and exists for a before b, or the same, in the order of Shape.
  | `adql.contains_${Shape}_${Shape}`
  | `adql.intersects_${'point'}_${Shape}`
  | `adql.intersects_${'circle'}_${Exclude<Shape, 'point'>}`
  | `adql.intersects_${'polygon'}_${Exclude<Shape, 'point' | 'circle'>}`
  | `adql.intersects_${'moc'}_${'moc' | 'region'}`
  | 'adql.intersects_region_region'
  // area_circle(radius); the others take the shape. Square degrees.
  | `adql.area_${'circle' | 'polygon' | 'moc' | 'region'}`
  | `adql.centroid_${'circle' | 'polygon' | 'moc' | 'region'}`
  // rotate(lon, lat, m11, m12, ... m33); rotate_shape(shape, m11, ... m33) for points, circles and polygons.
  | 'adql.rotate'
  | 'adql.rotate_shape'
  | 'adql.healpix_index'
  | 'adql.healpix_center'
  // For the indexes on the sky.
  | 'adql.cone_cells'
  | 'adql.is_in_circle'
  | 'adql.touch_codes';
