// Addresses that build.mjs puts in.
declare const PDF_WORKER: string;
declare const PDF_CMAPS: string;
declare const PDF_FONTS: string;
declare const PDF_DECODERS: string;
declare const LICENCES: string;
