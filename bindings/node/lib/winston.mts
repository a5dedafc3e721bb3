export * from "./winston.cjs";
