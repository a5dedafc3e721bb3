export * from "./kms.cjs";
