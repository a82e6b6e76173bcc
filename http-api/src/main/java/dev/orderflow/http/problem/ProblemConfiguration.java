package dev.orderflow.http.problem;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, ErrorPath.class, ProblemsInOpenApi.class})
public class ProblemConfiguration {}
