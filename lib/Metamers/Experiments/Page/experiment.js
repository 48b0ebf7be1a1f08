"use strict";
// One participant's session. `experiment` comes from design.js. Every finished trial goes to the browser's store at once.
const participant = Number(new URLSearchParams(location.search).get("participant") ?? 0);
const key = `metamers-${experiment.design}-${participant}`;
const done = JSON.parse(localStorage.getItem(key) ?? "[]");
const trials = experiment.trials.filter(trial => trial.participant === participant);
const jsPsych = initJsPsych({ show_progress_bar: true, auto_update_progress_bar: false });

const escaped = text => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);
const field = html => `<div class="field">${html}</div>`;
const picture = file => field(`<img class="picture" alt="" src="${file}">`);

function scale() { // by whole pixels, to at most 320
    const image = document.querySelector(".picture");
    const set = () => { image.width = image.naturalWidth * Math.max(1, Math.floor(320 / image.naturalWidth)); };
    if (image.complete) { set(); } else { image.onload = set; }
}

function mask() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 32;
    const context = canvas.getContext("2d");
    const pixels = context.createImageData(32, 32);
    for (let i = 0; i < pixels.data.length; i++) { pixels.data[i] = i % 4 === 3 ? 255 : Math.floor(256 * Math.random()); }
    context.putImageData(pixels, 0, 0);
    return canvas.toDataURL();
}

const still = (stimulus, duration, on_load) =>
    ({ type: jsPsychHtmlKeyboardResponse, stimulus, choices: "NO_KEYS", trial_duration: duration, on_load });
const page = (text, button) => ({ type: jsPsychHtmlButtonResponse, stimulus: `<p>${escaped(text)}</p>`, choices: [button],
    on_load: () => { jsPsych.progressBar.progress = done.length / trials.length; } });

function session(trial) {
    let onset, offset;
    return [
        still(field("<span class=\"fixation\">+</span>"), experiment.fixation),
        still(picture(trial.file), experiment.image, () => { scale(); requestAnimationFrame(time => { onset = time; }); }),
        still(() => picture(mask()), experiment.mask, () => { scale(); requestAnimationFrame(time => { offset = time; }); }),
        {
            type: jsPsychHtmlButtonResponse, stimulus: "<p>What was it?</p>",
            choices: experiment.choices.map((word, i) => i < 9 ? `${i + 1} ${escaped(word)}` : escaped(word)),
            on_finish: data => {
                const response = experiment.choices[data.response];
                done.push({ ...trial, response, correct: response === trial.category, response_ms: data.rt, image_ms: offset - onset });
                localStorage.setItem(key, JSON.stringify(done));
                jsPsych.progressBar.progress = done.length / trials.length;
            },
        },
    ];
}

document.addEventListener("keydown", event => { // 1 to 9 answer, where there are buttons to press
    const buttons = document.querySelectorAll("#jspsych-html-button-response-btngroup button");
    if (!event.repeat && buttons.length > 1 && event.key >= "1" && event.key <= "9") { buttons[Number(event.key) - 1]?.click(); }
});

const csv = () => {
    const columns = Object.keys(done[0]);
    const cell = value => /[",\n]/.test(String(value)) ? `"${String(value).replaceAll("\"", "\"\"")}"` : String(value);
    return [["design", ...columns], ...done.map(trial => [experiment.design, ...columns.map(column => trial[column])])]
        .map(row => row.map(cell).join(",") + "\n").join("");
};

function end() {
    document.body.innerHTML = `<div id="jspsych-content"><p>${escaped(experiment.debrief)}</p><p id="links"></p></div>`;
    for (const [name, text] of [["json", JSON.stringify({ design: experiment.design, participant, trials: done })], ["csv", csv()]]) {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([text]));
        link.download = `participant-${participant}.${name}`;
        link.id = name;
        link.textContent = `Save the answers as ${name.toUpperCase()}`;
        document.getElementById("links").append(link, " ");
    }
}

(async () => {
    if (trials.length === 0) { document.body.textContent = `The design has no participant ${participant}.`; return; }
    const left = trials.slice(done.length);
    if (left.length > 0) {
        await jsPsych.run([page(experiment.consent, "I agree"), { type: jsPsychPreload, images: left.map(trial => trial.file) }, ...left.flatMap(session)]);
    }
    end();
})();
