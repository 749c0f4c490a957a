export const createHandler = 1;
