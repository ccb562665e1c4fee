// SPDX-License-Identifier: GPL-3.0-or-later
// GephiImport FILE...: imports each .gexf or .graphml as Gephi does (headless), prints every problem
// that Gephi reports and then what it made of the file, one tab-separated line each:
//     file PATH
//     issue LEVEL MESSAGE
//     node ID LABEL X Y SIZE RRGGBB KIND PAGERANK
//     edge SOURCE TARGET TYPE WEIGHT RRGGBB RELATION POLARITY MODALITY
import java.io.File;
import java.util.Locale;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Element;
import org.gephi.graph.api.Graph;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Node;
import org.gephi.graph.api.Table;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Issue;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

public final class GephiImport {
    /** By title: of a GraphML column the id is the key's id. */
    private static String value(Element element, Table table, String title) {
        for (Column column : table) {
            if (column.getTitle().equals(title)) {
                Object v = element.getAttribute(column);
                return v == null ? "" : v.toString();
            }
        }
        return "";
    }

    private static String colour(Element e) {
        java.awt.Color c = e instanceof Node ? ((Node) e).getColor() : ((Edge) e).getColor();
        return String.format("%02x%02x%02x", c.getRed(), c.getGreen(), c.getBlue());
    }

    private static String number(double v) {
        return String.format(Locale.ROOT, "%.6g", v);
    }

    private static void line(String... cells) {
        System.out.println(String.join("\t", cells));
    }

    private static void importFile(File file, Workspace workspace) throws Exception {
        ImportController importer = Lookup.getDefault().lookup(ImportController.class);
        Container container = importer.importFile(file);
        container.getLoader().setAutoScale(false); // or sizes and positions are stretched
        container.closeLoader();
        importer.process(container, new DefaultProcessor(), workspace);
        java.util.Iterator<Issue> issues = container.getReport().getIssues(10000);
        while (issues.hasNext()) {
            Issue i = issues.next();
            line("issue", i.getLevel().toString(), i.getMessage());
        }
    }

    private static void show(GraphModel model) {
        Graph graph = model.getGraph();
        Table nodes = model.getNodeTable(), edges = model.getEdgeTable();
        line("directed", Boolean.toString(model.isDirected()));
        for (Node n : graph.getNodes()) {
            line("node", n.getId().toString(), n.getLabel(), number(n.x()), number(n.y()),
                number(n.size()), colour(n), value(n, nodes, "kind"),
                value(n, nodes, "pagerank"));
        }
        for (Edge e : graph.getEdges()) {
            Object type = e.getTypeLabel();
            line("edge", e.getSource().getId().toString(), e.getTarget().getId().toString(),
                type == null ? "" : type.toString(), number(e.getWeight()), colour(e),
                value(e, edges, "relation"), value(e, edges, "polarity"),
                value(e, edges, "modality"));
        }
    }

    public static void main(String[] args) throws Exception {
        System.setOut(new java.io.PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out),
            true, "UTF-8"));
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        for (String path : args) {
            projects.newProject();
            Workspace workspace = projects.getCurrentWorkspace();
            line("file", path);
            importFile(new File(path), workspace);
            show(Lookup.getDefault().lookup(GraphController.class).getGraphModel());
        }
    }
}
