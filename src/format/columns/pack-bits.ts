/** Numbers below 2^width, `width` 1 or 2, packed from the lowest bit of each byte on, with zeros up to a multiple of eight numbers. */
export function packBits(numbers: Uint8Array, count: number, width: 1 | 2): Uint8Array {
  const packed = new Uint8Array(Math.ceil(count / 8) * width);
  const perByte = 8 / width;
  const whole = Math.floor(count / perByte);
  let from = 0;
  for (let to = 0; to < whole; to++) {
    let byte = 0;
    for (let shift = 0; shift < 8; shift += width) byte |= (numbers[from++] as number) << shift;
    packed[to] = byte;
  }
  for (let shift = 0; from < count; shift += width)
    packed[whole] = (packed[whole] as number) | ((numbers[from++] as number) << shift);
  return packed;
}

/** How many of the first `count` bytes are 1; the others are 0. */
export function countOnes(bytes: Uint8Array, count: number): number {
  let ones = 0;
  for (let index = 0; index < count; index++) ones += bytes[index] as number;
  return ones;
}
