/** A value with its key's place among the others: keys are in the order in which they came. */
type Slot<V> = { readonly place: number; readonly value: V };

type Layers<K, V> = {
  readonly base: ReadonlyMap<K, Slot<V>>;
  /** What has come or changed since the base was made; what changed keeps its place. */
  readonly changed: ReadonlyMap<K, Slot<V>>;
  /** Keys of the base that were removed since; one that comes again is among the changed, with a new place. */
  readonly removed: ReadonlySet<K>;
  /** Places from here on are of keys that the base does not hold. */
  readonly firstNew: number;
  readonly nextPlace: number;
  readonly size: number;
};

const slotOf = <K, V>({ base, changed, removed }: Layers<K, V>, key: K): Slot<V> | undefined =>
  changed.get(key) ?? (removed.has(key) ? undefined : base.get(key));

function* slotsOf<K, V>({ base, changed, removed, firstNew }: Layers<K, V>): Generator<[K, Slot<V>], undefined> {
  for (const [key, slot] of base) if (!removed.has(key)) yield [key, changed.get(key) ?? slot];
  for (const [key, slot] of changed) if (slot.place >= firstNew) yield [key, slot];
  return undefined;
}

/**
 * A map that never changes, and from which another is made at the cost of what changes: both share a base, and each holds what it has
 * beside that. Once this grows beyond twice the root of the base, it is taken into a new base, so that a change costs about that root on
 * average and not a copy of everything. Goes through its keys in the order in which they came, as a Map does.
 */
class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  readonly #layers: Layers<K, V>;

  constructor(layers: Layers<K, V>) {
    this.#layers = layers;
  }

  static layersOf<K, V>(map: ReadonlyMap<K, V>): Layers<K, V> {
    if (map instanceof LayeredMap) return (map as LayeredMap<K, V>).#layers; // its own keys and values
    let place = 0;
    const base = new Map<K, Slot<V>>();
    for (const [key, value] of map) base.set(key, { place: place++, value });
    return { base, changed: new Map(), removed: new Set(), firstNew: place, nextPlace: place, size: place };
  }

  get size(): number {
    return this.#layers.size;
  }

  get(key: K): V | undefined {
    return slotOf(this.#layers, key)?.value;
  }

  has(key: K): boolean {
    return slotOf(this.#layers, key) !== undefined;
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void, thisArg?: unknown): void {
    for (const [key, { value }] of slotsOf(this.#layers)) each.call(thisArg, value, key, this);
  }

  *entries(): Generator<[K, V], undefined> {
    for (const [key, { value }] of slotsOf(this.#layers)) yield [key, value];
    return undefined;
  }

  *keys(): Generator<K, undefined> {
    for (const [key] of slotsOf(this.#layers)) yield key;
    return undefined;
  }

  *values(): Generator<V, undefined> {
    for (const [, { value }] of slotsOf(this.#layers)) yield value;
    return undefined;
  }

  [Symbol.iterator](): Generator<[K, V], undefined> {
    return this.entries();
  }
}

/** Changes on the way from one map to the next. */
export type MapEdit<K, V> = {
  readonly get: (key: K) => V | undefined;
  readonly set: (key: K, value: V) => void;
  readonly delete: (key: K) => void;
  /** The map with the changes so far; the one that was given where there are none. No change may follow. */
  readonly done: () => ReadonlyMap<K, V>;
};

/** So many changes are kept beside even a small base. */
const FEW_CHANGES = 32;

const isTooMany = ({ base, changed, removed }: Layers<unknown, unknown>): boolean =>
  changed.size + removed.size > Math.max(FEW_CHANGES, 2 * Math.sqrt(base.size));

/** Takes all into one base, where it holds too much beside it. What changed keeps its place in a Map, and what is new comes behind it. */
const compact = <K, V>(layers: Layers<K, V>): Layers<K, V> => {
  if (!isTooMany(layers)) return layers;
  const { nextPlace, size } = layers;
  const base = new Map(layers.base);
  for (const key of layers.removed) base.delete(key);
  for (const [key, slot] of layers.changed) base.set(key, slot);
  return { base, changed: new Map(), removed: new Set(), firstNew: nextPlace, nextPlace, size };
};

/** Begins to change a map; the map itself stays as it is. */
export const editMap = <K, V>(map: ReadonlyMap<K, V>): MapEdit<K, V> => {
  const before = LayeredMap.layersOf(map);
  let { nextPlace, size } = before;
  let layers = before;
  let own: { readonly changed: Map<K, Slot<V>>; readonly removed: Set<K> } | null = null;
  /** Copied with the first change, and only what lies beside the base. */
  const edited = (): { readonly changed: Map<K, Slot<V>>; readonly removed: Set<K> } => {
    if (own === null) {
      own = { changed: new Map(before.changed), removed: new Set(before.removed) };
      layers = { ...before, changed: own.changed, removed: own.removed };
    }
    return own;
  };
  return {
    get: (key) => slotOf(layers, key)?.value,
    set: (key, value) => {
      const { changed } = edited();
      const known = slotOf(layers, key);
      if (known === undefined) size += 1;
      changed.set(key, { place: known?.place ?? nextPlace++, value });
    },
    delete: (key) => {
      const known = slotOf(layers, key);
      if (known === undefined) return;
      const { changed, removed } = edited();
      size -= 1;
      changed.delete(key);
      if (known.place < before.firstNew) removed.add(key);
    },
    done: () => (own === null ? map : new LayeredMap(compact({ ...layers, nextPlace, size }))),
  };
};

/** Those of the keys that a map holds, each once and in the map's order; a layered map is not walked through for that. */
export const inOrder = <K, V>(map: ReadonlyMap<K, V>, keys: Iterable<K>): readonly K[] => {
  const layers = LayeredMap.layersOf(map);
  return [...new Set(keys)]
    .flatMap((key) => {
      const slot = slotOf(layers, key);
      return slot === undefined ? [] : [{ key, place: slot.place }];
    })
    .toSorted((a, b) => a.place - b.place)
    .map(({ key }) => key);
};
