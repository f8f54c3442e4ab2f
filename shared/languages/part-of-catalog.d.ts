/** A catalog's texts whose keys begin with one of the words: what setup/built-catalogs.ts makes of the file. */
declare module '*.json?only=display,date,language' {
  const texts: import('./texts.ts').Catalog;
  export default texts;
}
declare module '*.json?only=pause-reason,takeover-text,visit-reason' {
  const texts: import('./texts.ts').Catalog;
  export default texts;
}
declare module '*.json?only=pairing' {
  const texts: import('./texts.ts').Catalog;
  export default texts;
}
