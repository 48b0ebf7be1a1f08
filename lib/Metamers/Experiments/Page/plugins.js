"use strict";
// The two kinds of trials, as jsPsych plugins: a picture that is shown for a moment, and a sound that is played once.
const escaped = text => String(text).replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);
const { ParameterType } = jsPsychModule;

// Cross, picture, noise: each ends on the screen's frame that is nearest to its duration.
class Flash {
    static info = {
        name: "flash", version: "1.0.0",
        parameters: { file: { type: ParameterType.STRING }, durations: { type: ParameterType.INT, array: true }, seed: { type: ParameterType.INT } },
        data: { image_ms: { type: ParameterType.FLOAT } },
    };

    constructor(jsPsych) { this.jsPsych = jsPsych; }

    trial(element, { file, durations, seed }) {
        element.innerHTML = "<div class=\"field\"><span>+</span><img alt=\"\"><canvas></canvas></div>";
        const field = element.firstChild, image = field.querySelector("img");
        image.src = file;
        image.decode().then(() => {
            Flash.scale(image, field.querySelector("canvas"), seed);
            const onsets = [];
            let before = null, frame = 1000 / 30;
            const step = now => {
                frame = before === null ? frame : Math.min(frame, Math.max(1, now - before));
                before = now;
                if (onsets.length === 0 || now - onsets.at(-1) >= durations[onsets.length - 1] - frame / 2) {
                    onsets.push(now);
                    if (onsets.length > durations.length) {
                        this.jsPsych.finishTrial({ image_ms: onsets[2] - onsets[1] });
                        return;
                    }

                    field.dataset.phase = ["fixation", "image", "mask"][onsets.length - 1];
                }

                requestAnimationFrame(step);
            };
            requestAnimationFrame(step);
        }, () => { field.textContent = "The picture could not be loaded. Please reload the page; your answers are kept."; });
    }

    // Small pictures grow by whole pixels; the noise has the picture's pixels and is the same for the same seed.
    static scale(image, canvas, seed) {
        const factor = Math.max(1, Math.floor(320 / Math.max(image.naturalWidth, image.naturalHeight)));
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        for (const shown of [image, canvas]) {
            shown.style.width = `${factor * image.naturalWidth}px`;
            shown.style.height = `${factor * image.naturalHeight}px`;
        }

        const context = canvas.getContext("2d"), noise = context.createImageData(canvas.width, canvas.height);
        let state = seed >>> 0;
        for (let i = 0; i < noise.data.length; i++) {
            state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
            noise.data[i] = i % 4 === 3 ? 255 : state >>> 24;
        }

        context.putImageData(noise, 0, 0);
    }
}

// A sound, once; then one of a few buttons, or a word that is typed and picked from those that begin so.
class Listen {
    static info = {
        name: "listen", version: "1.0.0",
        parameters: {
            file: { type: ParameterType.STRING }, question: { type: ParameterType.STRING },
            choices: { type: ParameterType.STRING, array: true }, typed: { type: ParameterType.BOOL, default: true },
        },
        data: { response: { type: ParameterType.STRING }, rt: { type: ParameterType.FLOAT } },
    };

    static most = 12; // words shown at once

    constructor(jsPsych) { this.jsPsych = jsPsych; }

    trial(element, { file, question, choices, typed }) {
        element.innerHTML = `<div class="listen"><p class="question">${escaped(question)}</p><button id="play">Play</button><p class="hint">Each sound plays once. Press Enter or click.</p><div id="answer"></div></div>`;
        const play = element.querySelector("#play"), hint = element.querySelector(".hint"), sound = new Audio(file);
        const failed = () => { hint.textContent = "The sound could not be played. Please reload the page; your answers are kept."; };
        sound.preload = "auto";
        sound.onerror = failed;
        sound.onended = () => {
            play.textContent = "Played";
            hint.textContent = typed ? "Type the first letters, then press Enter or click the word." : "Press the number or click.";
            const start = performance.now();
            const finish = response => {
                removeEventListener("keydown", keys);
                this.jsPsych.finishTrial({ response, rt: performance.now() - start });
            };
            const keys = event => { if (!typed && !event.repeat && choices.includes(event.key)) { finish(event.key); } };
            addEventListener("keydown", keys);
            (typed ? Listen.words : Listen.buttons)(element.querySelector("#answer"), choices, finish);
        };
        play.onclick = () => {
            play.disabled = true;
            play.textContent = "Playing";
            hint.innerHTML = "&nbsp;";
            sound.play().catch(failed);
        };
        play.focus();
    }

    static buttons(place, choices, finish) {
        for (const choice of choices) {
            const button = document.createElement("button");
            button.textContent = choice;
            button.onclick = () => finish(choice);
            place.append(button);
        }
    }

    static words(place, choices, finish) {
        place.innerHTML = "<input id=\"word\" aria-label=\"Word\" autocomplete=\"off\" spellcheck=\"false\"><div id=\"words\" role=\"listbox\"></div>";
        const input = place.querySelector("#word"), list = place.querySelector("#words");
        let found = [], at = 0;
        const show = () => {
            list.replaceChildren(...found.slice(0, Listen.most).map((word, i) => {
                const option = document.createElement("div");
                option.textContent = word;
                option.setAttribute("role", "option");
                option.setAttribute("aria-selected", String(i === at && input.value !== ""));
                option.onclick = () => finish(word);
                return option;
            }));
            if (found.length > Listen.most || found.length === 0) {
                const more = document.createElement("p");
                more.className = "hint";
                more.textContent = found.length === 0 ? "No word in the list begins so." : `and ${found.length - Listen.most} more: type on`;
                list.append(more);
            }
        };
        const search = () => {
            const typed = input.value.trim().toLowerCase();
            found = choices.filter(word => word.toLowerCase().startsWith(typed));
            at = 0;
            show();
        };
        input.oninput = search;
        input.onkeydown = event => {
            const last = Math.min(found.length, Listen.most) - 1;
            if (!["Enter", "ArrowDown", "ArrowUp"].includes(event.key)) { return; }
            event.preventDefault(); // else Enter would also press the button of the next screen
            if (event.key === "Enter") {
                if (input.value !== "" && last >= 0) { finish(found[at]); }
                return;
            }

            at = Math.max(0, Math.min(last, at + (event.key === "ArrowDown" ? 1 : -1)));
            show();
        };
        search();
        input.focus();
    }
}
