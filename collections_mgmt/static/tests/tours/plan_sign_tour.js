import { registry } from "@web/core/registry";

const SUBMIT = ".o_portal_sign_submit";
const NAME = ".o_web_sign_name_input";

function draw(canvas) {
    const { x, y } = canvas.getBoundingClientRect();
    for (const [index, type] of ["pointerdown", "pointermove", "pointerup"].entries()) {
        const place = { clientX: x + 10 + 40 * index, clientY: y + 10 + 20 * index };
        const pressed = { pointerId: 1, isPrimary: true, buttons: type === "pointerup" ? 0 : 1 };
        canvas.dispatchEvent(new PointerEvent(type, { bubbles: true, ...place, ...pressed }));
    }
}

/** A customer signs without his name, is told so, and may try again. */
registry.category("web_tour.tours").add("collections_plan_sign_tour", {
    steps: () => [
        { content: "he takes his name away", trigger: NAME, run: "clear" },
        { content: "draws", trigger: ".o_web_sign_draw_button", run: "click" },
        { trigger: ".o_web_sign_draw_clear" },
        { trigger: "canvas.o_web_sign_signature", run: ({ anchor }) => draw(anchor) },
        { trigger: `${SUBMIT}:enabled`, run: "click" },
        {
            content: "what is missing is said",
            trigger: ".o_portal_sign_error_msg:contains(Please enter your name)",
        },
        { content: "nothing spins", trigger: `${SUBMIT}:enabled:not(:has(.fa-spin))` },
        { trigger: NAME, run: "edit Anna Acme" },
        { trigger: `${SUBMIT}:enabled`, run: "click", expectUnloadPage: true },
        { content: "accepted", trigger: ".alert-success:contains(you have accepted this plan)" },
    ],
});
