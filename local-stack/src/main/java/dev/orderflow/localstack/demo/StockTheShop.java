package dev.orderflow.localstack.demo;

import dev.orderflow.localstack.Port;

/** Puts the demo's products into a system that runs elsewhere, such as in containers. */
public final class StockTheShop {

  private StockTheShop() {}

  /**
   * @param args the addresses of order-service and of inventory-service
   */
  public static void main(String[] args) {
    Catalogue.OF_THE_DEMO.fill(new Shop(port -> port == Port.INVENTORY ? args[1] : args[0]));
  }
}
