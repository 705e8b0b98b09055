// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { Interaction } from "@web/public/interaction";
import { loadCSS, loadJS } from "@web/core/assets";
import { registry } from "@web/core/registry";

const SELECTOR = {
    button: ".o_wohnkoord_map_open",
    pane: ".o_wohnkoord_map_pane",
    hint: ".o_wohnkoord_map_hint",
    none: ".o_wohnkoord_map_none",
    failed: ".o_wohnkoord_map_failed",
};

/**
 * The map of the project overview: loaded when the visitor opens it, never before.
 *
 * It shows what the list shows. Names are put into the page as text, never as markup.
 */
export class ProjectMap extends Interaction {
    static selector = ".o_wohnkoord_map";
    dynamicContent = {
        [SELECTOR.button]: {
            "t-att-class": () => ({ "d-none": false }),
            "t-att-aria-expanded": () => (this.state === "closed" ? "false" : "true"),
            "t-on-click": this.onToggle,
        },
        [SELECTOR.pane]: { "t-att-class": () => ({ "d-none": this.state !== "open" }) },
        [SELECTOR.hint]: { "t-att-class": () => ({ "d-none": this.state !== "open" }) },
        [SELECTOR.none]: { "t-att-class": () => ({ "d-none": this.state !== "none" }) },
        [SELECTOR.failed]: { "t-att-class": () => ({ "d-none": this.state !== "failed" }) },
    };

    setup() {
        this.state = "closed";
        this.map = null;
    }

    destroy() {
        this.map?.remove();
    }

    async onToggle() {
        this.state = this.state === "closed" ? await this.load() : "closed";
        this.updateContent();
        if (this.state === "open") {
            this.map ||= this.draw();
            this.map.invalidateSize();
        }
    }

    async load() {
        const { script, style, source } = this.el.dataset;
        try {
            const [response] = await this.waitFor(
                Promise.all([fetch(source), loadCSS(style), loadJS(script)])
            );
            if (!response.ok) {
                return "failed";
            }
            this.places ||= this.group(await this.waitFor(response.json()));
        } catch {
            return "failed";
        }
        return this.places.length ? "open" : "none";
    }

    /** Projects at the same point, as in the middle of a district, share a marker. */
    group({ features }) {
        const places = new Map();
        for (const { geometry, properties } of features) {
            if (!geometry) {
                continue;
            }
            const [longitude, latitude] = geometry.coordinates;
            const key = `${latitude} ${longitude}`;
            const place = places.get(key) || { point: [latitude, longitude], projects: [] };
            place.projects.push(properties);
            places.set(key, place);
        }
        return [...places.values()];
    }

    draw() {
        const L = window.L;
        const { tiles, attribution } = this.el.dataset;
        const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
        const map = L.map(this.el.querySelector(SELECTOR.pane), {
            fadeAnimation: !calm,
            inertia: !calm,
            markerZoomAnimation: !calm,
            zoomAnimation: !calm,
            scrollWheelZoom: false,
        });
        map.attributionControl.setPrefix(false);
        const source = document.createElement("span");
        source.textContent = attribution;
        L.tileLayer(tiles, { attribution: source.innerHTML, maxZoom: 19 }).addTo(map);
        const points = this.places.map((place) => place.point);
        map.fitBounds(points, { padding: [40, 40], maxZoom: 14, animate: false });
        this.places.forEach((place) => this.mark(map, place, calm));
        return map;
    }

    mark(map, { point, projects }, calm) {
        const L = window.L;
        const names = projects.map((project) => project.name).join(", ");
        const count = projects.length > 1 ? String(projects.length) : "";
        const icon = L.divIcon({
            className: "o_wohnkoord_marker",
            html: count,
            iconSize: null,
            iconAnchor: [22, 22],
        });
        const marker = L.marker(point, { icon, keyboard: true, title: names }).addTo(map);
        marker.getElement().setAttribute("aria-label", count ? `${count}: ${names}` : names);
        marker.bindPopup(() => this.popup(map, projects), { autoPanPadding: [20, 20] });
        marker.on("popupopen", ({ popup }) => popup.getElement().querySelector("a")?.focus());
        marker.on("popupclose", () => marker.getElement()?.focus({ preventScroll: calm }));
    }

    popup(map, projects) {
        const list = document.createElement("div");
        // Leaflet listens on the map alone, and the focus is in here
        list.addEventListener("keydown", (ev) => ev.key === "Escape" && map.closePopup());
        for (const { url, name } of projects) {
            const link = document.createElement("a");
            // the same page on the host that the visitor is on
            link.href = new URL(url).pathname;
            link.textContent = name;
            list.append(link);
        }
        return list;
    }
}

registry.category("public.interactions").add("wohnkoord_odoo.project_map", ProjectMap);
