"use strict";
// The order of the screens of one participant.
const jsPsych = initJsPsych({ show_progress_bar: true, auto_update_progress_bar: false, message_progress_bar: "" });
const paragraphs = text => text.split(/\n\s*\n/).map(part => `<p>${escaped(part)}</p>`).join("");
const keys = experiment.choices.length <= 10 ? "1234567890" : experiment.choices.length <= 16 ? "1234qwerasdfzxcv" : "";
const plain = html => { document.body.innerHTML = `<div id="jspsych-content"><div class="text">${html}</div></div>`; };

const page = (html, buttons, on_finish = () => { }, on_load = () => { }) => ({
    type: jsPsychHtmlButtonResponse, stimulus: `<div class="text">${html}</div>`, choices: buttons.map(escaped), on_finish,
    on_load: () => { on_load(); document.querySelector("#jspsych-html-button-response-btngroup button").focus({ preventScroll: true }); },
});

const label = (word, i) =>
    (experiment.icons ? `<img class="icon" alt="" src="${experiment.icons[i]}">` : "") + (keys[i] ? `<kbd>${keys[i]}</kbd> ` : "") + escaped(word);

// A key that is held down answers once.
document.addEventListener("keydown", event => { if (event.repeat && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); } }, true);

document.addEventListener("keydown", event => {
    const buttons = document.querySelectorAll(".choice #jspsych-html-button-response-btngroup button");
    const at = keys.indexOf(event.key.toLowerCase());
    if (buttons.length > 0 && at >= 0 && event.key.length === 1 && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey) { buttons[at]?.click(); }
});

function trialScreens(session, index) {
    const trial = session.trials[index];
    let image_ms = null;
    const answered = (response, rt) => {
        session.add("trial", index, trial.file, response, rt, image_ms);
        jsPsych.progressBar.progress = session.done / session.trials.length;
        if (session.failed) { jsPsych.abortExperiment(); }
    };
    const ask = experiment.headphones
        ? [{ type: Listen, file: trial.file, question: experiment.question, choices: experiment.choices, on_finish: data => answered(data.response, data.rt) }]
        : [
            {
                type: Flash, file: trial.file, durations: trial.slow ? experiment.slow : experiment.durations, css_classes: ["flash"],
                seed: parseInt(experiment.design, 16) + 1009 * session.participant + index, on_finish: data => { image_ms = data.image_ms; },
            },
            {
                type: jsPsychHtmlButtonResponse, stimulus: `<p class="question">${escaped(experiment.question)}</p>`, css_classes: ["choice"],
                choices: experiment.choices.map(label), on_finish: data => answered(experiment.choices[data.response], data.rt),
            },
        ];
    const right = () => session.rows.at(-1).response === trial.answer;
    const feedback = page("", ["Go on"]);
    feedback.stimulus = () => `<div class="text feedback"><p>${right() ? "Right." : "Not quite."}</p><p>It was <b>${escaped(trial.answer)}</b>.</p></div>`;
    return trial.kind === "practice" ? [...ask, feedback] : ask;
}

function headphoneScreens(session) {
    const { trials, volume } = experiment.headphones;
    return [
        page(`<h1>Headphones</h1>${paragraphs("Please put on headphones. Turn the volume of your device low, play the noise below, and turn the volume up until the noise is clear and comfortable. Leave it there.")}`
            + `<p><audio controls src="${volume}"></audio></p>${paragraphs("Six short trials follow. Each plays three tones once. Choose the one that is quietest.")}`, ["Go on"]),
        ...trials.map((trial, i) => ({
            type: Listen, file: trial.file, question: `Which tone is quietest? (${i + 1} of ${trials.length})`, choices: ["1", "2", "3"], typed: false,
            on_finish: data => {
                session.add("headphones", i, trial.file, data.response, data.rt);
                if (session.failed) { jsPsych.abortExperiment(); }
            },
        })).slice(session.of("headphones").length),
    ];
}

function between(session, index) { // what is said before a trial
    const kind = session.trials[index].kind, count = session.trials.filter(trial => trial.kind === kind).length;
    const first = index === 0 || session.trials[index - 1].kind !== kind;
    if (kind === "practice" && first) { return [page(`<h1>Practice</h1>${paragraphs(`First ${count} trials for practice. After each you are told what it was.`)}`, ["Begin"])]; }
    if (kind === "screening" && first) { return [page(`<h1>Without help</h1>${paragraphs(`Now ${count} trials without an answer. They show whether the task works for you.`)}`, ["Begin"])]; }
    const start = session.trials.findIndex(trial => trial.kind === "main" || trial.kind === "catch");
    const done = index - start, total = session.trials.length - start;
    if (done === 0) { return [page(`<h1>The experiment</h1>${paragraphs(`${total} trials follow. Some are hard or impossible to recognise; choose what comes closest.`)}`, ["Begin"])]; }
    return done > 0 && done % experiment.breakEvery === 0 && index > session.done
        ? [page(`<h1>Break</h1>${paragraphs(`${done} of ${total} trials are done. Rest as long as you like.`)}`, ["Go on"])] : [];
}

async function end(session) {
    const refused = session.failed !== null;
    plain(`<h1>${refused ? "The session ends here" : "Thank you"}</h1>${paragraphs(refused ? experiment.refusal : experiment.debrief)}<p id="sent"></p><p id="links"></p>`);
    for (const [name, text] of [["json", session.json()], ["csv", session.csv()]]) {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([text]));
        link.download = `participant-${session.participant}.${name}`;
        link.id = name;
        link.textContent = `Save the answers as ${name.toUpperCase()}`;
        document.getElementById("links").append(link);
    }

    if (experiment.post || globalThis.jatos) {
        const sent = document.getElementById("sent");
        sent.textContent = "Your answers are being sent. Please keep the page open.";
        sent.textContent = await session.send() ? "Your answers were sent. You may close the page."
            : "Your answers could not be sent. Please save them below and give the file to the experimenter.";
    }
}

async function start(query) {
    const participant = Number(query.participant);
    if (query.participant === undefined) {
        plain(`<h1>Participant</h1><form><p><label>Your number, 0 to ${experiment.trials.length - 1}: <input name="participant" type="number" required min="0" max="${experiment.trials.length - 1}"></label></p><button>Go on</button></form>`);
        document.querySelector("input").focus();
        return;
    }

    if (!(query.participant !== "" && participant in experiment.trials)) {
        plain(paragraphs(`There is no participant ${query.participant}; there are 0 to ${experiment.trials.length - 1}. Check the address of this page.`));
        return;
    }

    const session = new Session(participant);
    if (session.failed === null && session.done < session.trials.length) {
        let agreed = true;
        const left = session.trials.map((_, index) => index).slice(session.done);
        const fresh = session.rows.length === 0;
        const consent = page(paragraphs(experiment.consent), ["I agree", "I do not agree"], data => { if (data.response === 1) { agreed = false; jsPsych.abortExperiment(); } },
            () => { jsPsych.progressBar.progress = session.done / session.trials.length; });
        await jsPsych.run([
            consent,
            ...experiment.headphones ? [] : [{ type: jsPsychPreload, images: [...new Set([...left.map(index => session.trials[index].file), ...experiment.icons ?? []])], message: "<p>The pictures are being loaded.</p>" }],
            fresh ? page(`<h1>What you do</h1>${paragraphs(experiment.instructions)}`, ["Go on"])
                : page(`<h1>Welcome back</h1>${paragraphs(`${session.done} of ${session.trials.length} trials are done. The session goes on where you left it.`)}`, ["Go on"]),
            ...experiment.headphones && session.of("headphones").length < experiment.headphones.trials.length ? headphoneScreens(session) : [],
            ...left.flatMap(index => [...between(session, index), ...trialScreens(session, index)]),
        ]);
        if (!agreed) { session.forget(); plain(paragraphs("You did not agree, so the session ends here and no answer was kept. You may close the page.")); return; }
    }

    await end(session);
}

if (globalThis.jatos) { jatos.onLoad(() => start(jatos.urlQueryParameters)); } else { start(Object.fromEntries(new URLSearchParams(location.search))); }
