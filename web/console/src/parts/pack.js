// Files that build.mjs has packed into one: a length, an index in JSON, the files one behind the other.

/** Finds files of the pack at `address` by name; the pack is fetched once, when it is first needed. */
export function filesOf(/** @type {string} */ address) {
  /** @type {Promise<{index: Record<string, [number, number]>, bytes: Uint8Array}> | undefined} */
  let pack;
  const load = async () => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
    const buffer = await response.arrayBuffer();
    const length = new DataView(buffer).getUint32(0, true);
    const index = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    return { index, bytes: new Uint8Array(buffer, 4 + length) };
  };
  return async (/** @type {string} */ name) => {
    pack ??= load();
    const { index, bytes } = await pack;
    const place = Object.hasOwn(index, name) ? index[name] : undefined;
    if (!place) throw new Error(`There is no ${name}.`);
    return bytes.slice(place[0], place[1]);
  };
}
