package dev.orderflow.http.problem;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import dev.orderflow.http.openapi.MoneyInOpenApi;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;

/** Documents the problems of each operation, from what it reads and its {@link MayFail}. */
final class ProblemsInOpenApi implements GlobalOperationCustomizer, GlobalOpenApiCustomizer {

  private static final String PROBLEM = "Problem";

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    Map<Integer, List<ProblemType>> byStatus =
        problemsOf(method).collect(groupingBy(ProblemType::status, TreeMap::new, toList()));
    byStatus.forEach((status, problems) ->
        operation.getResponses().addApiResponse(status.toString(), response(problems)));
    operation.getResponses().addApiResponse(ApiResponses.DEFAULT, anyOther());
    return operation;
  }

  private static Stream<ProblemType> problemsOf(HandlerMethod method) {
    MayFail mayFail = method.getMethodAnnotation(MayFail.class);
    boolean reads = Arrays.stream(method.getMethodParameters()).anyMatch(ProblemsInOpenApi::isRead);
    return Stream.concat(
        reads ? Stream.of(ProblemType.MALFORMED_REQUEST) : Stream.empty(),
        mayFail == null ? Stream.empty() : Arrays.stream(mayFail.value()));
  }

  private static boolean isRead(MethodParameter parameter) {
    return parameter.hasParameterAnnotation(RequestBody.class)
        || parameter.hasParameterAnnotation(RequestParam.class)
        || parameter.hasParameterAnnotation(PathVariable.class);
  }

  private static ApiResponse response(List<ProblemType> problems) {
    MediaType media = new MediaType().schema(problem());
    problems.forEach(type -> media.addExamples(type.name(), example(type)));
    String titles = problems.stream().map(ProblemType::title).collect(joining("; "));
    return new ApiResponse().description(titles).content(content(media));
  }

  private static Example example(ProblemType type) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", type.uri().toString());
    members.put("title", type.title());
    members.put("status", type.status());
    if (type == ProblemType.PRICE_CHANGED) {
      members.put("total", Map.of("amount", "25.80", "currency", "EUR"));
    }
    return new Example().value(members);
  }

  private static ApiResponse anyOther() {
    return new ApiResponse()
        .description("Every other refusal or failure")
        .content(content(new MediaType().schema(problem())));
  }

  private static Content content(MediaType media) {
    return new Content()
        .addMediaType(org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE, media);
  }

  private static Schema<?> problem() {
    return new Schema<>().$ref(PROBLEM);
  }

  @Override
  public void customise(OpenAPI api) {
    api.schema(PROBLEM, problemSchema());
  }

  private static Schema<?> problemSchema() {
    return new ObjectSchema()
        .description("RFC 9457. Decide on the type, show the detail.")
        .addProperty("type", typeSchema())
        .addProperty("title", new StringSchema())
        .addProperty("status", new IntegerSchema())
        .addProperty("detail", new StringSchema())
        .addProperty("instance", new StringSchema().format("uri-reference"))
        .addProperty("errors", new ArraySchema().items(errorSchema()))
        .addProperty(
            "total",
            MoneyInOpenApi.schema().description("What it costs now; only of price-changed"));
  }

  private static Schema<?> typeSchema() {
    StringSchema schema = new StringSchema();
    schema.setFormat("uri");
    schema.setEnum(Arrays.stream(ProblemType.values()).map(type -> type.uri().toString()).toList());
    return schema;
  }

  private static Schema<?> errorSchema() {
    return new ObjectSchema()
        .addProperty("pointer", new StringSchema().example("#/lines/0/quantity"))
        .addProperty("detail", new StringSchema());
  }
}
