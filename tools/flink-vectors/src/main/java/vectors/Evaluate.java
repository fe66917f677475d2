package vectors;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/**
 * Evaluates expressions over rows in real Flink SQL. Reads {"columns": [{name, type}], "rows": [[value…]], "expressions": [text…]} and writes
 * [{"expression", "values": [value | {"failed": true}…]} | {"expression", "refused": message}…]. Times are epoch milliseconds.
 */
public final class Evaluate {
    private static final int CHUNK = 40;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final List<Row> rows = new ArrayList<>();
    private String[] names;
    private TypeInformation<?>[] types;
    private StreamTableEnvironment table;

    public static void main(String[] args) throws Exception {
        new Evaluate().run(JSON.readTree(Path.of(args[0]).toFile()), Path.of(args[1]));
    }

    private void run(JsonNode input, Path output) throws Exception {
        readRows(input);
        open();
        List<String> accepted = new ArrayList<>();
        List<ObjectNode> answers = new ArrayList<>();
        List<ObjectNode> open = new ArrayList<>();
        for (JsonNode expression : input.get("expressions")) {
            ObjectNode answer = JSON.createObjectNode().put("expression", expression.asText());
            answers.add(answer);
            try {
                table.sqlQuery("SELECT " + expression.asText() + " AS c FROM t");
                accepted.add(expression.asText());
                open.add(answer);
            } catch (Throwable refused) {
                answer.put("refused", firstLine(refused));
            }
        }
        for (int at = 0; at < accepted.size(); at += CHUNK) {
            int to = Math.min(at + CHUNK, accepted.size());
            answer(accepted.subList(at, to), open.subList(at, to));
            System.err.println(to + " of " + accepted.size());
        }
        StringBuilder text = new StringBuilder("[\n");
        for (int i = 0; i < answers.size(); i++) {
            text.append(JSON.writeValueAsString(answers.get(i))).append(i + 1 < answers.size() ? ",\n" : "\n");
        }
        Files.writeString(output, text.append("]\n"));
    }

    private void readRows(JsonNode input) {
        JsonNode columns = input.get("columns");
        names = new String[columns.size() + 1];
        types = new TypeInformation<?>[columns.size() + 1];
        names[0] = "row_number_";
        types[0] = Types.INT;
        for (int i = 0; i < columns.size(); i++) {
            names[i + 1] = columns.get(i).get("name").asText();
            types[i + 1] = switch (columns.get(i).get("type").asText()) {
                case "BOOLEAN" -> Types.BOOLEAN;
                case "INT" -> Types.INT;
                case "BIGINT" -> Types.LONG;
                case "DOUBLE" -> Types.DOUBLE;
                case "TIMESTAMP" -> Types.LOCAL_DATE_TIME;
                default -> Types.STRING;
            };
        }
        for (JsonNode values : input.get("rows")) {
            Row row = new Row(names.length);
            row.setField(0, rows.size());
            for (int i = 0; i < values.size(); i++) row.setField(i + 1, value(values.get(i), types[i + 1]));
            rows.add(row);
        }
    }

    private static Object value(JsonNode node, TypeInformation<?> type) {
        if (node.isNull()) return null;
        if (type == Types.BOOLEAN) return node.asBoolean();
        if (type == Types.INT) return node.asInt();
        if (type == Types.LONG) return node.asLong();
        if (type == Types.DOUBLE) return node.isTextual() ? Double.valueOf(node.asText()) : node.asDouble();
        if (type == Types.LOCAL_DATE_TIME) {
            return LocalDateTime.ofInstant(Instant.ofEpochMilli(node.asLong()), ZoneOffset.UTC);
        }
        return node.asText();
    }

    private void open() {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setRuntimeMode(RuntimeExecutionMode.BATCH);
        env.setParallelism(1);
        table = StreamTableEnvironment.create(env);
        table.getConfig().setLocalTimeZone(ZoneOffset.UTC);
        Schema.Builder schema = Schema.newBuilder();
        for (int i = 0; i < names.length; i++) {
            schema.column(names[i], types[i] == Types.LOCAL_DATE_TIME ? DataTypes.TIMESTAMP(3)
                    : types[i] == Types.BOOLEAN ? DataTypes.BOOLEAN()
                    : types[i] == Types.INT ? DataTypes.INT()
                    : types[i] == Types.LONG ? DataTypes.BIGINT()
                    : types[i] == Types.DOUBLE ? DataTypes.DOUBLE() : DataTypes.STRING());
        }
        table.createTemporaryView("t", env.fromCollection(rows, Types.ROW_NAMED(names, types)), schema.build());
    }

    /** Halves a group in which something fails, down to one expression and one row. */
    private void answer(List<String> expressions, List<ObjectNode> answers) {
        try {
            List<Row> result = evaluate(expressions, "");
            for (int i = 0; i < answers.size(); i++) {
                ArrayNode values = answers.get(i).putArray("values");
                for (Row row : result) values.add(show(row.getField(i)));
            }
        } catch (Throwable failed) {
            if (expressions.size() > 1) {
                int half = expressions.size() / 2;
                answer(expressions.subList(0, half), answers.subList(0, half));
                answer(expressions.subList(half, expressions.size()), answers.subList(half, answers.size()));
                return;
            }
            try {
                table.explainSql("SELECT " + expressions.get(0) + " AS c FROM t");
            } catch (Throwable refused) {
                answers.get(0).put("refused", firstLine(refused));
                return;
            }
            ArrayNode values = answers.get(0).putArray("values");
            for (int row = 0; row < rows.size(); row++) {
                try {
                    values.add(show(evaluate(expressions, " WHERE row_number_ = " + row).get(0).getField(0)));
                } catch (Throwable one) {
                    values.add(JSON.createObjectNode().put("failed", true));
                }
            }
        }
    }

    private List<Row> evaluate(List<String> expressions, String where) throws Exception {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) columns.add(expressions.get(i) + " AS c" + i);
        List<Row> result = new ArrayList<>();
        String query = "SELECT " + String.join(", ", columns) + " FROM t" + where;
        try (CloseableIterator<Row> found = table.executeSql(query).collect()) {
            found.forEachRemaining(result::add);
        }
        return result;
    }

    private static JsonNode show(Object value) {
        if (value == null) return JSON.nullNode();
        if (value instanceof Boolean) return JSON.getNodeFactory().booleanNode((Boolean) value);
        if (value instanceof BigDecimal) return JSON.createObjectNode().put("decimal", value.toString());
        if (value instanceof Double && !Double.isFinite((Double) value)) {
            return JSON.createObjectNode().put("double", value.toString());
        }
        if (value instanceof Number) return JSON.valueToTree(value);
        if (value instanceof LocalDateTime) {
            return JSON.valueToTree(((LocalDateTime) value).toInstant(ZoneOffset.UTC).toEpochMilli());
        }
        if (value instanceof Instant) return JSON.valueToTree(((Instant) value).toEpochMilli());
        if (value instanceof byte[]) return JSON.createObjectNode().put("bytes", Arrays.toString((byte[]) value));
        return JSON.valueToTree(value.toString());
    }

    private static String firstLine(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        return String.valueOf(cause.getMessage()).split("\n")[0];
    }
}
