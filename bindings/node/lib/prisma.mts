export * from "./prisma.cjs";
