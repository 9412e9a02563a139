// The compiler needs sucrase's tokens too, and one copy of its parser: so everything comes from the
// same build of it, which has no declarations at these addresses.
declare module "sucrase/dist/index.js" {
  export { transform } from "sucrase";
}
declare module "sucrase/dist/parser/index.js" {
  export { parse } from "sucrase/dist/types/parser/index.d.ts";
}
declare module "sucrase/dist/parser/tokenizer/types.js" {
  export { TokenType } from "sucrase/dist/types/parser/tokenizer/types.d.ts";
}
