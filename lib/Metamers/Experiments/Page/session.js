"use strict";
// What a participant answers: kept in the browser's store as each trial ends, handed over at the end. `experiment` comes from design.js.
class Session {
    constructor(participant) {
        this.participant = participant;
        this.key = `metamers-${experiment.design}-${participant}`;
        this.trials = experiment.trials[participant];
        this.rows = [];
        try { this.rows = JSON.parse(localStorage.getItem(this.key)) ?? []; } catch { /* a browser without a store: the rows live as long as the page */ }
    }

    of(part) { return this.rows.filter(row => row.part === part); }

    get done() { return this.of("trial").length; }

    add(part, trial, file, response, response_ms, image_ms = null) {
        const row = { part, trial, file, response, response_ms: Math.round(response_ms), image_ms: image_ms === null ? null : Math.round(10 * image_ms) / 10 };
        const fields = [this.rows.at(-1)?.check ?? "", experiment.design, this.participant, ...Object.values(row).map(value => value ?? "")];
        this.rows.push({ ...row, check: Session.check(fields.join("|")) });
        try { localStorage.setItem(this.key, JSON.stringify(this.rows)); } catch { /* as above */ }
    }

    forget() {
        this.rows = [];
        try { localStorage.removeItem(this.key); } catch { /* as above */ }
    }

    // FNV-1a of 32 bits: finds what was changed by mistake.
    static check(text) {
        let hash = 0x811c9dc5;
        for (const byte of new TextEncoder().encode(text)) { hash = Math.imul(hash ^ byte, 0x01000193) >>> 0; }
        return hash.toString(16).padStart(8, "0");
    }

    // The check that can no longer be passed, or null.
    get failed() {
        const lost = (rows, total, needed) => rows.filter(([response, answer]) => response !== answer).length > total - needed;
        const headphones = experiment.headphones;
        if (headphones && lost(this.of("headphones").map(row => [row.response, headphones.trials[row.trial].answer]), headphones.trials.length, headphones.needed)) {
            return "headphones";
        }

        return ["screening", "catch"].find(kind => {
            const total = this.trials.filter(trial => trial.kind === kind).length;
            const rows = this.of("trial").filter(row => this.trials[row.trial].kind === kind);
            return lost(rows.map(row => [row.response, this.trials[row.trial].answer]), total, Math.ceil(experiment.needed[kind] * total - 1e-9));
        }) ?? null;
    }

    json() { return JSON.stringify({ design: experiment.design, participant: this.participant, trials: this.rows }); }

    csv() {
        const cell = value => /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll("\"", "\"\"")}"` : String(value ?? "");
        const lines = this.rows.map(row => [experiment.design, this.participant, ...Object.values(row)]);
        return [["design", "participant", "part", "trial", "file", "response", "response_ms", "image_ms", "check"], ...lines]
            .map(line => line.map(value => cell(value ?? "")).join(",") + "\n").join("");
    }

    // Where the experimenter asked for it: true once the answers have arrived.
    async send() {
        try {
            if (globalThis.jatos) { await jatos.submitResultData(this.json()); return true; }
            const body = JSON.stringify({ ...experiment.post.fields, filename: `participant-${this.participant}.json`, data: this.json() });
            return (await fetch(experiment.post.address, { method: "POST", headers: { "Content-Type": "application/json" }, body })).ok;
        } catch { return false; }
    }
}
