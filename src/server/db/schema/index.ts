export * from "./access";
export * from "./audit";
export * from "./customers";
export * from "./held-keys";
export * from "./messages";
export * from "./people";
export * from "./program";
export * from "./reviews";
