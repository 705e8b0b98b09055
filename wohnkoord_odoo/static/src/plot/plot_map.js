// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { Component, onPatched, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { loadCSS, loadJS } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * A small map around a plot, from the tiles that the office has set; without tiles
 * there is no map, and nobody is asked for one.
 */
export class PlotMap extends Component {
    static template = "wohnkoord_odoo.PlotMap";
    static props = { ...standardWidgetProps };

    setup() {
        this.pane = useRef("pane");
        this.state = useState({ failed: false });
        this.map = null;
        useEffect(
            () => {
                this.draw();
            },
            () => [this.latitude, this.longitude, this.tiles?.tiles]
        );
        onPatched(() => this.map?.invalidateSize());
        onWillUnmount(() => this.map?.remove());
    }

    get latitude() {
        return this.props.record.data.latitude;
    }

    get longitude() {
        return this.props.record.data.longitude;
    }

    get tiles() {
        return this.props.record.data.map_data || null;
    }

    get label() {
        return _t("Map around the plot");
    }

    async draw() {
        this.map?.remove();
        this.map = null;
        if (!this.tiles || !this.pane.el) {
            return;
        }
        const { script, style, tiles, attribution } = this.tiles;
        try {
            await Promise.all([loadCSS(style), loadJS(script)]);
        } catch {
            this.state.failed = true;
            return;
        }
        if (!this.pane.el || this.map) {
            return;
        }
        const L = window.L;
        const point = [this.latitude, this.longitude];
        const source = document.createElement("span");
        source.textContent = attribution;
        this.map = L.map(this.pane.el, { scrollWheelZoom: false }).setView(point, 16);
        this.map.attributionControl.setPrefix(false);
        L.tileLayer(tiles, { attribution: source.innerHTML, maxZoom: 19 }).addTo(this.map);
        // a circle needs no picture
        L.circleMarker(point, { radius: 10 }).addTo(this.map);
    }
}

registry.category("view_widgets").add("wohnkoord_plot_map", {
    component: PlotMap,
    fieldDependencies: [
        { name: "latitude", type: "float" },
        { name: "longitude", type: "float" },
        { name: "map_data", type: "json" },
    ],
});
