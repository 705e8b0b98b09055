// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { _t } from "@web/core/l10n/translation";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const PAUSE = 800;

/**
 * Save points as one types: one criterion at a time, one request after the other.
 *
 * After the reveal a change needs its reason, so it is sent with the button only.
 */
export class PortalScore extends Interaction {
    static selector = "form.o_wohnkoord_scoring";
    dynamicContent = {
        "fieldset input[type=radio]": { "t-on-change": (ev) => this.later(ev, 0) },
        "fieldset textarea": {
            "t-on-input": (ev) => this.later(ev, PAUSE),
            "t-on-change": (ev) => this.later(ev, 0),
        },
        _window: { "t-on-pagehide": () => this.leave() },
    };

    setup() {
        this.timers = new Map();
        this.waiting = 0;
        this.errors = new Map();
        this.queue = Promise.resolve();
        this.registerCleanup(() => this.timers.forEach((timer) => clearTimeout(timer)));
    }

    later(ev, pause) {
        const part = ev.currentTarget.closest("fieldset");
        if (part.querySelector("[name^=why_]")) {
            return;
        }
        this.say(_t("Saving …").toString());
        clearTimeout(this.timers.get(part));
        const save = () => {
            this.timers.delete(part);
            this.waiting += 1;
            this.queue = this.queue.then(() => this.save(part));
        };
        this.timers.set(part, setTimeout(save, pause));
    }

    /** Who leaves while typing loses nothing: the request outlives the page. */
    leave() {
        for (const [part, timer] of this.timers) {
            clearTimeout(timer);
            this.waiting += 1;
            this.save(part, true);
        }
        this.timers.clear();
    }

    async save(part, keepalive = false) {
        const data = new FormData();
        data.set("csrf_token", this.el.querySelector("[name=csrf_token]").value);
        for (const field of part.querySelectorAll("input, textarea")) {
            if (field.type !== "radio" || field.checked) {
                data.set(field.name, field.value);
            }
        }
        let answer;
        try {
            const response = await fetch(this.el.dataset.autosave, {
                method: "POST",
                body: data,
                keepalive,
            });
            answer = await response.json();
        } catch {
            answer = { error: _t("Not saved: no connection. Please use the button Save.").toString() };
        }
        this.waiting -= 1;
        this.errors.delete(part);
        if (answer.error) {
            this.errors.set(part, answer.error);
        } else {
            const revision = answer.revisions[part.dataset.key];
            part.querySelector("[name^=revision_]").value = revision || 0;
            this.el.querySelector(".o_wohnkoord_progress").textContent = answer.progress;
        }
        this.sumUp();
    }

    /** "Saved" is said only if it is true of everything that was typed. */
    sumUp() {
        const [error] = this.errors.values();
        if (error) {
            this.say(error, true);
        } else if (!this.timers.size && !this.waiting) {
            this.say(_t("Saved.").toString());
        }
    }

    say(text, isError = false) {
        const state = this.el.querySelector(".o_wohnkoord_save_state");
        if (state.textContent !== text) {
            state.textContent = text; // read aloud: once, not for each letter
        }
        state.classList.toggle("o_wohnkoord_error", isError);
    }
}

registry.category("public.interactions").add("wohnkoord_odoo.portal_score", PortalScore);
