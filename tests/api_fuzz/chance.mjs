// Numbers that look random and are the same again for the same seed.

/** A generator for the request `index` of a run. */
export function chance(seed, index) {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    /** 0 to below 1 */
    share: next,
    /** a whole number from `least` to `most` */
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    /** one of a list */
    of: (list) => list[Math.floor(next() * list.length)],
    /** true in `percent` of a hundred cases */
    in: (percent) => next() * 100 < percent,
    bytes: (length) => Buffer.from(Array.from({ length }, () => Math.floor(next() * 256))),
  };
}
