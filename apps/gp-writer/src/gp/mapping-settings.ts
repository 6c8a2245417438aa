/** How canonical records become GP documents. */
export class MappingSettings {}
