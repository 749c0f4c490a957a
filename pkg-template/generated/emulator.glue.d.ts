/* tslint:disable */
/* eslint-disable */

/**
 * An emulator in wasm. One instance of the module holds one, so that a defect in one cannot reach another's cards.
 */
export class EmulatorCore {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * See [`Emulator::answer`], and without `commit` [`Emulator::preview`]. `now` is a whole number.
     */
    answer(method: string, path: string, authorization: string | null | undefined, body: Uint8Array | number[], now: number, commit: boolean): string;
    /**
     * See [`Emulator::api_key`].
     */
    apiKey(): string;
    /**
     * See [`Emulator::cards`].
     */
    cards(): string;
    /**
     * See [`Emulator::changes`].
     */
    changes(): number;
    /**
     * See [`Emulator::inject`].
     *
     * # Errors
     * The refusal as JSON text.
     */
    inject(options: string): void;
    /**
     * See [`crate::service::MAX_BODY_BYTES`].
     */
    maxBodyBytes(): number;
    /**
     * See [`Emulator::new`].
     *
     * # Errors
     * The refusal as JSON text.
     */
    constructor(options: string, fresh_key: string);
    /**
     * See [`Emulator::plan`].
     */
    plan(method: string, path: string): string;
}
