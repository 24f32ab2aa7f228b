/** Copies everything that is on a disk, as a backup program or a curious person would. */
export async function copyDisk(from: IDBFactory, to: IDBFactory): Promise<IDBFactory> {
  for (const { name, version } of await from.databases()) {
    if (name === undefined || version === undefined) continue;
    const source = await done(from.open(name));
    const opening = to.open(name, version);
    opening.onupgradeneeded = () => {
      if (source.objectStoreNames.length === 0) return;
      const read = source.transaction([...source.objectStoreNames]);
      for (const store of [...source.objectStoreNames].map((one) => read.objectStore(one))) {
        const made = opening.result.createObjectStore(store.name, {
          ...(store.keyPath === null ? {} : { keyPath: store.keyPath }),
          autoIncrement: store.autoIncrement,
        });
        for (const index of [...store.indexNames].map((one) => store.index(one)))
          made.createIndex(index.name, index.keyPath, { unique: index.unique, multiEntry: index.multiEntry });
      }
    };
    const target = await done(opening);
    for (const store of source.objectStoreNames) {
      const read = source.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(read.getAllKeys()), done(read.getAll())]);
      const write = target.transaction(store, 'readwrite').objectStore(store);
      for (const [i, value] of values.entries()) {
        await done(write.keyPath === null ? write.put(value, keys[i]) : write.put(value));
      }
    }
    source.close();
    target.close();
  }
  return to;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
