export * from "./pino.cjs";
