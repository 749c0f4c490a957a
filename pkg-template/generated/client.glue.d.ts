/* tslint:disable */
/* eslint-disable */

/**
 * A walk through all pages of a list.
 */
export class Pages {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Reads the next page: `{ cards, fresh }`, where `fresh` are the positions of cards not given yet; undefined after
     * the last.
     */
    next(host: any): Promise<any>;
    /**
     * Checks the query and the options of a walk.
     */
    static open(host: any, config: any, query: any, options: any): Pages;
}

/**
 * What a person calls a card type, in Chinese or in English.
 */
export function cardTypeLabel(code: string, english: boolean): string;

/**
 * Checks a client's options. Gives `{ config, fetch, onEvent }`; `config` goes into every call as it is.
 */
export function checkConfig(options: any): any;

/**
 * `/cdkey/destroy`
 */
export function destroy(host: any, config: any, ids: any, options: any): Promise<any>;

/**
 * `/cdkey/detail`
 */
export function detail(host: any, config: any, input: any, options: any): Promise<any>;

/**
 * Whether a card type's code is a paid card's.
 */
export function isPaid(code: string): boolean;

/**
 * `/cdkey/list`
 */
export function list(host: any, config: any, query: any, options: any): Promise<any>;

/**
 * `/cdkey/transfer`
 */
export function transfer(host: any, config: any, input: any, options: any): Promise<any>;
