declare module 'js-md4' {
  interface Hasher {
    update(message: Uint8Array): Hasher;
    array(): number[];
  }
  const md4: { create(): Hasher };
  export default md4;
}
